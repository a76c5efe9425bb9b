"""Which words can be left out where speech is too fast to be read, without a change of meaning.

Three kinds, the safest first: hesitation sounds; a small word said twice in a row; adverbs that only fill (`altså`, `jo`,
`ligesom`, `sådan set`), each only in the places where it carries no meaning: `jo` is kept as an answer and before a comparison,
`ligesom` wherever it may compare, all of them beside punctuation that would be left hanging.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vbn_video.plan.danish.breaks import CLOSERS, ends_sentence
from vbn_video.plan.danish.rules.fillers import MURMURS, is_hesitation
from vbn_video.plan.danish.tokens import plain, word_set

SAID_TWICE = word_set("jeg du vi man han hun de og eller men en et fordi hvis at min mit mine vores hvor når")
"""Small words of which the second means nothing: not `det det`, `der der` or `på på`, which can be right."""
COMPARING = word_set(
    "mere mindre bedre værre flere færre større højere lavere længere kortere oftere hurtigere før senere nærmere"
)
AUXILIARIES = word_set("har havde kan kunne skal skulle vil ville må måtte bør burde at")
FILLED = AUXILIARIES - {"at"} | word_set("er var bliver blev jeg du vi man han hun de det")
"""What an adverb stands behind that only fills."""
NOT_VERBS = word_set("et det de denne dette disse mine dine vores jeres deres alle andre her der når hvor før for vi")


@dataclass(frozen=True)
class Dispensable:
    """Neighbouring words that can be left out together."""

    first: int
    last: int
    rank: int
    """0 is the safest."""


def find_dispensable(texts: Sequence[str]) -> tuple[Dispensable, ...]:
    """What can be left out of these words, in order and apart from each other."""
    found: list[Dispensable] = []
    for index in range(len(texts)):
        if not found or found[-1].last < index:
            found += _beginning_at(index, texts)
    return tuple(found)


def _beginning_at(index: int, texts: Sequence[str]) -> Iterator[Dispensable]:
    word = plain(texts[index])
    if is_hesitation(word) or word in MURMURS:
        rank, last = 0, index
    elif word in SAID_TWICE and index + 1 < len(texts) and plain(texts[index + 1]) == word and texts[index][-1:].isalpha():
        rank, last = 1, index
    elif word == "sådan" and index + 1 < len(texts) and plain(texts[index + 1]) == "set" and texts[index][-1:].isalpha():
        rank, last = 2, index + 1
    elif word in ("altså", "jo", "ligesom"):
        rank, last = 2, index
    else:
        return
    begins = index == 0 or ends_sentence(texts[index - 1], texts[index])
    hangs = _leaves_something_hanging(index, last, texts, begins=begins)
    if not hangs and (rank < 2 or _only_fills(index, last, texts, begins=begins)):
        yield Dispensable(index, last, rank)


def _leaves_something_hanging(first: int, last: int, texts: Sequence[str], *, begins: bool) -> bool:
    """Whether the punctuation around the words is wrong without them."""
    if last + 1 == len(texts) or not texts[first][:1].isalpha():
        return True
    end = texts[last][-1:]
    return not (end.isalpha() or (end == "," and (begins or texts[first - 1].endswith(","))))


def _only_fills(first: int, last: int, texts: Sequence[str], *, begins: bool) -> bool:
    """Whether an adverb carries no meaning where it stands."""
    word, before, after = plain(texts[first]), plain(texts[first - 1]) if first else "", plain(texts[last + 1])
    breaks_before = begins or texts[first - 1][-1:] in CLOSERS + ",;:–…"
    if word == "altså":
        return (begins and texts[last].endswith(",")) or (before in FILLED and not breaks_before)
    if word == "jo":
        return before in FILLED and not breaks_before and after not in COMPARING and plain(texts[first]) != after
    if word == "ligesom":
        return (
            before in AUXILIARIES and not breaks_before and after.endswith(("et", "t", "e", "r", "å")) and after not in NOT_VERBS
        )
    return before in FILLED and not breaks_before
