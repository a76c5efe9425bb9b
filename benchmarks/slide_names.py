"""Names that stand on the slides, in the captions of made meetings in which they are said: as heard, written, told in the prompt.

Reads what was heard of the meetings of `tests/meetings/named`, by each model of which a file is kept: no model runs here.

usage: python -m benchmarks.slide_names
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import reduce
from operator import add

from benchmarks.word_errors import Errors, HeardWord, Utterance, by_utterance, errors
from tests.meetings.named.kept_named import HeardNames, SaidLine, heard_names, models_heard
from vbn_video.clock import US_PER_S
from vbn_video.decisions import TextChange
from vbn_video.evidence import Slide, Word
from vbn_video.plan.danish.tokens import token
from vbn_video.plan.slide_words.slide_names import slide_terms, write_slide_names
from vbn_video.plan.slide_words.slide_spelling import spell_slides
from vbn_video.settings.lexicon.danish_lexicon import Knows, danish_lexicon

MISREAD = str.maketrans({"Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "Å": "A", "å": "a"})
"""What a text recogniser makes of Danish letters."""
HEAD = f"{'names right':>12} {'said not':>9} {'WER':>7} {'no name':>8} {'proposed right':>15} {'wrong':>6}"


@dataclass(frozen=True)
class NameScore:
    """Counts, which add up over meetings."""

    said: int = 0
    right: int = 0
    """Those that stand in the captions as they stand on the slide, where they are said."""
    unsaid: int = 0
    """Words of names of the slides that stand where nobody said them."""
    proposed_right: int = 0
    """Names said that do not stand there, and are proposed."""
    proposed_wrong: int = 0
    wrong_words: Errors = field(default_factory=Errors)
    beside: Errors = field(default_factory=Errors)
    """Words wrong in the sentences that hold no name."""

    def __add__(self, other: NameScore) -> NameScore:
        pairs = ((getattr(self, one.name), getattr(other, one.name)) for one in fields(self))
        return NameScore(*(mine + theirs for mine, theirs in pairs))

    def __str__(self) -> str:
        """The columns of `HEAD`."""
        right = f"{self.right} of {self.said}"
        words = f"{self.unsaid:9d} {self.wrong_words.rate:7.1%} {self.beside.rate:8.1%}"
        return f"{right:>12} {words} {self.proposed_right:15d} {self.proposed_wrong:6d}"


def score(meeting: HeardNames, words: Sequence[Word], changes: Sequence[TextChange], terms: Sequence[str]) -> NameScore:
    """The captions' words, and what is proposed, against what was said; `terms` are the names of all slides."""
    heard = [HeardWord(word.start_us / US_PER_S, word.end_us / US_PER_S, word.text) for word in words]
    utterances = [Utterance(line.start_us / US_PER_S, line.end_us / US_PER_S, line.text) for line in meeting.said]
    parts = {folded_name(part) for term in terms for part in term.split()}
    nameless = [replace(one, text="" if line.names else one.text) for one, line in zip(utterances, meeting.said, strict=True)]
    found = NameScore(wrong_words=errors(heard, utterances), beside=errors(heard, nameless))
    for line, texts in zip(meeting.said, by_utterance(heard, utterances), strict=True):
        cores = [token(text).core for text in texts]
        proposed = [token(one.after).core for one in changes if not one.certain and _within(one, line)]
        missing = [name for name in line.names if not _holds(cores, name.split())]
        there, spoken = Counter(map(folded_name, cores)), Counter(map(folded_name, _cores(line.text)))
        found += NameScore(
            said=len(line.names),
            right=len(line.names) - len(missing),
            unsaid=sum(max(there[part] - spoken[part], 0) for part in parts),
            proposed_right=sum(name in proposed for name in missing),
            proposed_wrong=sum(one not in line.text for one in proposed),
        )
    return found


def folded_name(word: str) -> str:
    """In small letters; a name is the same in its genitive."""
    return word.lower().removesuffix("s")


def rows_of(meeting: HeardNames, knows: Knows) -> dict[str, NameScore]:
    """A row of the table for one meeting: its score by the way in which its captions come about."""
    heard, prompted = meeting.heard.words, meeting.prompted.words
    misread = tuple(replace(slide, text=(slide.text or "").translate(MISREAD)) for slide in meeting.slides)
    terms = [term.text for term in slide_terms(meeting.slides, meeting.duration_us, knows)]

    def written(words: Sequence[Word], slides: Sequence[Slide]) -> NameScore:
        spelled = spell_slides(slides, words, meeting.duration_us, knows)
        return score(meeting, *write_slide_names(words, slide_terms(spelled, meeting.duration_us, knows), knows), terms)

    return {
        "as heard": score(meeting, heard, (), terms),
        "slides' names written": written(heard, meeting.slides),
        "… of slides read without æ, ø and å": written(heard, misread),
        "slides' names in the prompt": score(meeting, prompted, (), terms),
        "in the prompt, and written": written(prompted, meeting.slides),
    }


def table_of(meetings: Sequence[HeardNames], knows: Knows) -> dict[str, NameScore]:
    """The rows of all meetings together."""
    every = [rows_of(meeting, knows) for meeting in meetings]
    return {way: reduce(add, (rows[way] for rows in every)) for way in every[0]}


def main() -> None:
    """Print a table for each model; `no name` is the share of words wrong in the sentences that hold none."""
    knows = danish_lexicon()
    if knows is None:
        print("slide names: there is no Danish lexicon on this machine, and without one no slide teaches a name")
        return
    for model in models_heard():
        meetings = heard_names(model)
        minutes = sum(line.end_us - line.start_us for meeting in meetings for line in meeting.said) / US_PER_S / 60
        print(f"slide names: {len(meetings)} made meetings, {minutes:.1f} min of speech, as {model} heard them at quality good")
        print(f"  {'':<36} {HEAD}")
        for way, row in table_of(meetings, knows).items():
            print(f"  {way:<36} {row}")
        dropped = sum(len(one.words) for meeting in meetings for one in meeting.prompted.dropped)
        print(f"  with the names in the prompt {dropped} words were dropped that nobody said")


def _within(change: TextChange, line: SaidLine) -> bool:
    return line.start_us <= (change.start_us + change.end_us) // 2 < line.end_us


def _cores(text: str) -> Iterator[str]:
    return (token(word).core for word in text.split())


def _holds(cores: Sequence[str], name: Sequence[str]) -> bool:
    return any(cores[at : at + len(name)] == list(name) for at in range(len(cores) - len(name) + 1))


if __name__ == "__main__":
    main()
