"""What a spoken phrase says that comes now: "så går vi videre til de fem faser" is "De fem faser".

Only what is a title is taken: the object of such a phrase, or a question. A half sentence, or a name that only the talk knows,
names nothing: a neutral title is better than a bad one, and the name may be a participant's.
"""

from collections.abc import Iterator, Sequence

from vbn_video.clock import US_PER_S
from vbn_video.plan.chapters.chapter_titles import NEVER_FIRST, NEVER_LAST, SAID_AGAIN, Spellings, title_key, whole_phrase
from vbn_video.plan.chapters.shown_spans import HeardWord
from vbn_video.plan.danish.breaks import ends_sentence
from vbn_video.plan.danish.rules.fillers import FUNCTION_WORDS, is_hesitation
from vbn_video.plan.danish.tokens import last_sign, plain, token, word_set

MOST_WORDS = 8
REST_US = US_PER_S
"""A rest this long inside a phrase ends it."""
LEAST_PROBABLE = 0.4
"""Mean probability of words that can be a title; what was misheard makes none."""

SUBJECTS = word_set("vi jeg man du i")
GOING = word_set("går skal vil kan tager springer kommer hopper rykker fortsætter slutter starter begynder lad skifter vender")
SAYING = word_set("tale snakke høre se kigge fortælle gå komme vise hoppe springe fortsætte begynde starte slutte tage kigger")
ON_THE_WAY = word_set(
    "så nu lige lidt noget mere nærmere også videre over gerne først derefter derfor os herfra dernæst og at kort ned ind hen"
)
TOWARDS = word_set("til om på med omkring")
NAMING = word_set("punkt emne emnet punktet tema temaet spørgsmål afsnit kapitel del")
NAMED_BY = word_set("er hedder handler lyder")
NAMED_FIRST = word_set("det dagens vores næste")
LEADING_ON = SUBJECTS | SAYING | ON_THE_WAY | NEVER_FIRST | NAMING | word_set("det næste skulle")
LONGEST_LEAD = 14
"""In words."""
CLAUSE = word_set("som der hvor hvis når fordi men for mens og så inden")
"""A word that may begin a clause; after a comma, or where no noun follows, it does."""
WITHOUT_A_NOUN = word_set(
    """jeg du han hun vi man i den det dem os jer her der dette denne sig hinanden noget nogen alt alle dig mig ham hende igen
    starten slutningen gang side næste sidste første ting tingene dag lidt mere meget videre gang begyndelsen"""
)
FINITE = GOING | word_set("er var har havde kan skal vil må bør bliver blev får fik gør gjorde ved siger står ikke")
"""What is said with one of these is a sentence, and names nothing."""
NOT_FIRST = SUBJECTS | GOING | SAYING | CLAUSE | word_set("det den de der her han hun er var har at ikke kan må bør nej tak")
ABOUT_US = word_set("jeg du jer dig mig")
SURE = 0.5
"""Least probability of a word in a sentence that is quoted."""
ASKING = word_set("hvad hvordan hvorfor hvornår hvem hvor hvilken hvilket hvilke")


def object_of(words: Sequence[HeardWord], spellings: Spellings) -> str:
    """The title in the words that follow a spoken mark ("så går vi videre til"); empty where they name nothing."""
    return _noun_phrase(_clause(_after_the_way(words)), spellings)


def title_of_sentence(words: Sequence[HeardWord], spellings: Spellings) -> str:
    """The title in the words that begin there: what they say that comes now, or the question that they ask; else empty."""
    sentence = _sentence(words)
    for end in _ends_of_lead(sentence):
        title = _noun_phrase(_clause(sentence[end:]), spellings)
        if title:
            return title
    return _question(sentence, spellings) or _statement(sentence, spellings)


def _sentence(words: Sequence[HeardWord]) -> list[HeardWord]:
    """The words until the sentence ends or the speaker rests."""
    sentence: list[HeardWord] = []
    for word in words[:24]:
        if sentence and (word.start_us - sentence[-1].end_us >= REST_US or ends_sentence(sentence[-1].text, word.text)):
            break
        sentence.append(word)
    return sentence


def _ends_of_lead(sentence: Sequence[HeardWord]) -> Iterator[int]:
    """Where in a sentence the object may begin: after "vi skal … tale om", "vi går videre til", "næste punkt er"."""
    read = [plain(word.text) for word in sentence[:LONGEST_LEAD]]
    goes = False
    for index, word in enumerate(read):
        if (word in TOWARDS and goes) or (word in NAMED_BY and index and read[index - 1] in NAMING):
            yield index + 1
            return
        goes = goes or word in GOING | SAYING
        if word not in LEADING_ON | GOING and not is_hesitation(word):
            return


def _after_the_way(words: Sequence[HeardWord]) -> Sequence[HeardWord]:
    """The words without those that only lead on to what is named: "at høre lidt om", "næste punkt, som er"."""
    read = [plain(word.text) for word in words[: MOST_WORDS + 8]]
    at = 0
    while at < len(read):
        following = read[at + 1] if at + 1 < len(read) else ""
        leads = read[at] in ON_THE_WAY | TOWARDS | SAYING | NEVER_FIRST or is_hesitation(read[at])
        points = read[at] in NAMED_FIRST and following in NAMING | {"næste"}
        before = [word for word in read[max(at - 2, 0) : at] if word not in ("som", "der")]
        named = read[at] in NAMED_BY and before[-1:] and before[-1] in NAMING
        if leads or points or named:
            at += 1
        elif read[at] in NAMING and following in NAMED_BY | {"som", "der", "om"}:
            at += 2
        else:
            break
    return words[at:]


def _clause(words: Sequence[HeardWord]) -> list[HeardWord]:
    """The words up to where their clause ends: a sign, a rest, or a word that begins another one."""
    clause: list[HeardWord] = []
    for word in words[: MOST_WORDS + 1]:
        if clause:
            before = clause[-1]
            if last_sign(before.text) in ",.;:?!…" and last_sign(before.text):
                break
            if word.start_us - before.end_us >= REST_US:
                break
            if plain(word.text) in CLAUSE and plain(word.text) != "og":
                break
        clause.append(word)
    return clause if len(clause) <= MOST_WORDS else clause[: _last_joint(clause)]


def _last_joint(clause: Sequence[HeardWord]) -> int:
    """How many of too many words stand before the last `og` or preposition among them; none where there is no such place."""
    joints = [index for index, word in enumerate(clause) if index >= 2 and plain(word.text) in NEVER_LAST]
    return joints[-1] if joints else 0


def _noun_phrase(words: Sequence[HeardWord], spellings: Spellings) -> str:
    """The words as a title, if they name something that may be named."""
    texts = [word.text for word in words if not is_hesitation(plain(word.text))]
    if not texts or not _is_sure(words) or any(_may_be_a_name(text, spellings) for text in texts):
        return ""
    read = [plain(text) for text in texts]
    if (read[0] in SUBJECTS | SAYING | CLAUSE | FINITE and texts[0] != "I") or not FINITE.isdisjoint(read):
        return ""
    texts[-1] = texts[-1].rstrip(".,;:!…")
    title = whole_phrase([_plain_case(text, spellings) for text in texts])
    content = [word for word in title_key(title).split() if word not in FUNCTION_WORDS | NEVER_LAST | WITHOUT_A_NOUN]
    return title if any(len(word) >= 3 for word in content) and all(map(spellings.exists, title.split())) else ""


def _question(sentence: Sequence[HeardWord], spellings: Spellings) -> str:
    """A short question as a title: "Hvad siger loven?"."""
    texts = [word.text for word in sentence if not is_hesitation(plain(word.text))]
    while texts and plain(texts[0]) in NEVER_FIRST:
        texts = texts[1:]
    if not 3 <= len(texts) <= MOST_WORDS or plain(texts[0]) not in ASKING or not texts[-1].endswith("?"):
        return ""
    if (
        {plain(text) for text in texts} & ABOUT_US
        or not _is_sure(sentence)
        or any(_may_be_a_name(text, spellings) for text in texts[1:])
    ):
        return ""
    title = whole_phrase(texts)
    return title if title.endswith("?") and all(map(spellings.exists, texts)) else ""


def _statement(sentence: Sequence[HeardWord], spellings: Spellings) -> str:
    """A short whole sentence as a title, heard well: "Funktionærloven gælder også her"."""
    texts = [word.text for word in sentence if not is_hesitation(plain(word.text))]
    while texts and plain(texts[0]) in NEVER_FIRST:
        texts = texts[1:]
    if not 3 <= len(texts) <= MOST_WORDS or last_sign(texts[-1]) != "." or min(word.probability for word in sentence) < SURE:
        return ""
    read = {plain(text) for text in texts}
    if plain(texts[0]) in NOT_FIRST or read & ABOUT_US or any(_may_be_a_name(text, spellings) for text in texts[1:]):
        return ""
    title = whole_phrase([*texts[:-1], texts[-1].rstrip(".")])
    content = [word for word in read if word not in FUNCTION_WORDS | NEVER_LAST | WITHOUT_A_NOUN]
    heard_well = all(spellings.is_known(word) or spellings.small[word] >= SAID_AGAIN for word in content)
    return title if len(content) >= 2 and heard_well and not title.endswith("…") else ""


def _is_sure(words: Sequence[HeardWord]) -> bool:
    return sum(word.probability for word in words) >= LEAST_PROBABLE * len(words)


def _may_be_a_name(text: str, spellings: Spellings) -> bool:
    """Whether a word within a sentence is written as a name, and no list says that it is a place or a term."""
    core = token(text).core
    return core[:1].isupper() and core[1:2].islower() and not spellings.is_known(core) and not spellings.is_small(core)


def _plain_case(text: str, spellings: Spellings) -> str:
    read = token(text)
    return read.opening.strip('"»“(') + spellings.written(read.core, shouted=False) + read.closing.strip('"«”)')
