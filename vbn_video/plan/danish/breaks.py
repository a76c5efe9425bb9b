"""Breaks in Danish text: where a sentence ends, where a line may break and where it must not, where a long compound comes apart.

Sources: FACTS of the field for Danish subtitles (break after punctuation, before conjunctions and prepositions; keep article and
noun, negation and verb, particle verbs, numbers and units, names and abbreviations together), and Retskrivningsordbogen for
abbreviations.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vbn_video.plan.danish.tokens import SENTENCE_MARKS, plain, word_set

CONJUNCTIONS = word_set(
    """at der som fordi hvis når men og eller så mens da hvor hvordan hvorfor hvornår selvom selv indtil inden samt ligesom
    dvs. altså hvad hvem hvilken hvilket hvilke"""
)
PREPOSITIONS = word_set(
    """i på til fra med for af om ved under over efter før mellem hos uden gennem mod omkring blandt ifølge inden imod langs
    bag foran siden"""
)
ARTICLES = word_set(
    """en et den det de denne dette disse min mit mine din dit dine sin sit sine hans hendes vores jeres deres hver hvert nogen
    noget nogle ingen intet alle"""
)
OPENERS = word_set(
    """jeg du han hun vi man kan skal vil må bør kunne skulle ville har havde er var bliver blev meget så for mere mest hr. fru"""
)
"""Words that wait for the next one: subjects, auxiliaries, degrees."""
ADJECTIVES = word_set(
    """hele halve nye ny nyt store stor stort små lille gode god godt dårlige gamle gammel unge ung lange lang langt korte høje
    lave flere mange få første sidste næste anden andet andre tredje bedste største vigtige vigtig vigtigt samme egne egen eget"""
)
PARTICLES = word_set("op ned ud ind hen hjem frem væk tilbage sammen igennem igen")
MONTHS = word_set("januar februar marts april maj juni juli august september oktober november december")
UNITS = word_set(
    """kr. kr kroner % procent pct. pct km m cm mm kg g l timer time minutter min. sekunder sek. dage uger måneder år grader
    mio. mia. millioner milliarder tusind personer stk. stk euro øre"""
)
NUMBER_LEADS = word_set("kl. kl klokken § §§ nr. nr ca. s. side kap. stk. uge den")
ABBREVIATIONS = word_set(
    """adm. afd. afs. alm. ang. art. bd. bl. bl.a. ca. cand. d. dir. div. d.v.s. dvs. d.å. eks. ekskl. el. el.lign. evt. f.
    f.eks. fhv. fk. flg. fork. fx. gl. hhv. hr. ifm. inc. inkl. int. jf. jfr. kap. kgl. kl. kr. lign. m. m.a.o.
    maks. max. m.fl. m.h.p. m.h.t. m.m. m.v. mdr. mht. mia. mill. min. mio. mv. nr. ndf. o. o.a. o.fl. o.l. o.lign. osv.
    ovf. p. p.g.a. pct. pga. pkt. pr. prof. red. s. s.u. sek. sml. st. stk. str. tlf. u. vedr. vha."""
)
MAY_END = word_set("kr. m.fl. m.m. m.v. mdr. mia. mill. min. mio. mv. o.a. o.fl. o.l. o.lign. osv. pct. sek. stk. tlf.")
"""Abbreviations that end a sentence too, where a capital letter follows."""
CLOSERS = "\"'»«”’)]"


@dataclass(frozen=True)
class BreakRule:
    """Why a break stands well or badly between two words, and what it costs there."""

    name: str
    cost: float


AFTER_SENTENCE, AFTER_CLAUSE, BEFORE_CONJUNCTION, BEFORE_PREPOSITION, ANYWHERE, IN_A_PHRASE, DANGLING, TOGETHER = (
    0.0,
    0.5,
    1.0,
    1.5,
    3.0,
    4.5,
    6.0,
    9.0,
)
"""What a break costs there, least where it is wanted most."""

_LETTER = re.compile(r"^[a-zæøå][.,;:)]*$")  # § 11 b
_ADJECTIVE = re.compile(r"(?:lige|iske|ende|somme|fulde|løse|este)$")
_NOUN = re.compile(r"...(?:en|erne|mentet)$")
_ORDINAL = re.compile(r"^\(?(?:\d+\.?[-–])?\d+\.$")
_JOINING = CONJUNCTIONS | PREPOSITIONS
_WAITING = ARTICLES | _JOINING | OPENERS
_NEVER_LAST = ABBREVIATIONS - MAY_END
_BARE_UNITS = frozenset(unit.rstrip(".") for unit in UNITS)
_NUMBER = re.compile(r"^[(\-–]?\d[\d.,:/–-]*$")
_SURE_LINK = re.compile(r"(?:ings|heds|skabs|ions|tets|doms|ments|elses)(?=[^\Waeiouyæøå\d_])", re.IGNORECASE)
_LINK = re.compile(r"(?<=[^\Waeiouyæøå\d_])s(?=[bdfghjr])", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyæøåé]", re.IGNORECASE)
_SYLLABLE = re.compile(r"(?<=[aeiouyæøåé])(?=[bcdfghjklmnpqrstvwxz][aeiouyæøåé])", re.IGNORECASE)
_WRITTEN_JOINTS = "-/._=&@+–"


def ends_sentence(word: str, following: str | None = None) -> bool:
    """Whether a sentence ends with `word`: not at an abbreviation, an ordinal, or before a small letter."""
    bare = word.rstrip(CLOSERS)
    if not bare.endswith(SENTENCE_MARKS):
        return False
    if following is None or bare.endswith(("?", "!")):
        return True
    begins_small = following.lstrip(CLOSERS + "„“(-–")[:1].islower()
    if bare.endswith("."):
        short = bare.lower().lstrip("(")
        return not begins_small and short not in _NEVER_LAST and not _ORDINAL.match(bare)
    return not begins_small


def begins_sentence(texts: Sequence[str], index: int) -> bool:
    """Whether a sentence surely begins with this word: the first of all, and after `.`, `?` or `!` that end one."""
    return index == 0 or ends_sentence(texts[index - 1], "X")


def break_cost(left: str, right: str) -> float:
    """What a break between two neighbouring words costs: 0 after a sentence, to `TOGETHER` within what belongs together."""
    return break_rule(left, right).cost


def break_rule(left: str, right: str) -> BreakRule:
    """The strongest rule about a break between two neighbouring words, with what the break costs."""
    return next(_rules(left, right))


def _rules(left: str, right: str) -> Iterator[BreakRule]:
    """The rules that hold for a break there, the strongest first."""
    before, after = plain(left), plain(right)
    if ends_sentence(left, right):
        yield BreakRule("after a sentence", AFTER_SENTENCE)
    yield from (BreakRule(name, TOGETHER) for name in _fixed(left, right, after))
    if _clause_ends(left):
        yield BreakRule("after punctuation", AFTER_CLAUSE)
    yield from (BreakRule(name, TOGETHER) for name in _phrases(left, right, before, after))
    if before in _WAITING:
        yield BreakRule("a word that waits for the next", DANGLING)
    if after in CONJUNCTIONS:
        yield BreakRule("before a conjunction", BEFORE_CONJUNCTION)
    if after in PREPOSITIONS:
        yield BreakRule("before a preposition", BEFORE_PREPOSITION)
    if before in ADJECTIVES or _ADJECTIVE.search(before):
        yield BreakRule("an adjective and its noun", IN_A_PHRASE)
    if left.endswith("-"):
        yield BreakRule("at a compound's joint", ANYWHERE)
    yield BreakRule("between words that need not stay together", ANYWHERE)


def break_compound(word: str, limit: int) -> tuple[str, ...]:
    """The word in pieces of at most `limit` characters, broken at a compound's joint with a hyphen.

    All pieces but the last are longer than half the limit, so that two never share a line. A joint is where the word has a
    hyphen or a slash (none is added), after a linking s, between syllables, and only else anywhere.
    """
    pieces = []
    while len(word) > limit:
        at = _joint(word, limit // 2 + 1, limit)
        hyphen = "" if word[at - 1] in _WRITTEN_JOINTS else "-"
        pieces.append(word[:at] + hyphen)
        word = word[at:]
    return (*pieces, word)


def _joint(word: str, first: int, last: int) -> int:
    """Where to break: how many characters stay in front, within [first, last], a hyphen counted."""
    inside = range(first, last)
    written = [at for at in range(first, last + 1) if word[at - 1] in _WRITTEN_JOINTS]
    joints = [
        [match.end() for match in pattern.finditer(word) if match.end() in inside and _is_joint(word, match.end())]
        for pattern in (_SURE_LINK, _LINK, _SYLLABLE)
    ]
    places: Sequence[int] = next((places for places in (written, *joints) if places), [last - 1])
    return places[-1]


def _is_joint(word: str, at: int) -> bool:
    """Whether what follows can be a word of its own: three letters and more, with a vowel."""
    return len(word) - at >= 3 and _VOWEL.search(word[at:]) is not None


def _fixed(left: str, right: str, after: str) -> Iterator[str]:
    """The rules by which the two words stay together whatever punctuation stands between them."""
    opened = left.lower().lstrip("(")
    if opened in ABBREVIATIONS:
        yield "an abbreviation and its word"
    of_number = _NUMBER.match(left) and (after in _BARE_UNITS or _LETTER.match(right))
    counted = of_number or (_ORDINAL.match(left) and after in MONTHS)
    if counted or (opened in NUMBER_LEADS and _NUMBER.match(right)):
        yield "a number and what it counts"


def _phrases(left: str, right: str, before: str, after: str) -> Iterator[str]:
    """The rules by which the two words are one phrase."""
    if before in ARTICLES and after not in _JOINING:
        yield "an article and its noun"
    if "ikke" in (before, after):
        yield "ikke and its verb"
    if after in PARTICLES and before not in CONJUNCTIONS and not _NOUN.search(before):
        yield "a verb and its particle"
    if before == "at":
        yield "at and its verb"
    if _is_name(left) and _is_name(right):
        yield "a first and a last name"


def _clause_ends(word: str) -> bool:
    return word.rstrip(CLOSERS).endswith((",", ";", ":", "–", "…"))


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word[1:2].islower()
