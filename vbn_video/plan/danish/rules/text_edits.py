"""What a rule of writing may do to words, and how it is done to them: the same for all rules.

A rule reads texts and yields `TextEdit`s; it never sees a time. Here they are carried out: words are merged, changed or left out
within the times that they had, never across a change of speaker or a rest, and each change is written down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vbn_video.decisions import TextChange
from vbn_video.evidence import Word

LONGEST_REST_US = 1_000_000
"""Words with a longer rest between them are not one expression."""


@dataclass(frozen=True)
class TextEdit:
    """The words [first, last) become the texts `after`: one, several, or none."""

    first: int
    last: int
    after: tuple[str, ...]
    rule: str
    certain: bool = True
    """False: only a proposal."""
    context: tuple[int, int] | None = None
    """The words [from, to) that the rule looked at, where they are more than those that it changes."""


def carry_out(words: Sequence[Word], edits: Iterable[TextEdit]) -> tuple[tuple[Word, ...], tuple[TextChange, ...]]:
    """(the words after all certain edits, what was changed); of two edits that overlap the earlier one is done.

    A tuple of words in which nothing is changed is given back itself.
    """
    made: list[Word] = []
    changes: list[TextChange] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.first, -edit.last)):
        if not edit.certain or edit.first < done or not _can_be_done(words, edit):
            continue
        made += words[done : edit.first]
        made += _timed(words[edit.first : edit.last], edit.after)
        changes.append(change_by(words, edit))
        done = edit.last
    return ((*made, *words[done:]) if changes else tuple(words)), tuple(changes)


def proposals(words: Sequence[Word], edits: Iterable[TextEdit]) -> tuple[TextChange, ...]:
    """The edits that are only proposed."""
    return tuple(change_by(words, edit) for edit in edits if not edit.certain and _can_be_done(words, edit))


def change_by(words: Sequence[Word], edit: TextEdit) -> TextChange:
    """The edit as it is written down."""
    concerned = words[edit.first : edit.last]
    return TextChange(
        start_us=concerned[0].start_us,
        end_us=concerned[-1].end_us,
        rule=edit.rule,
        before=" ".join(word.text for word in concerned),
        after=" ".join(edit.after),
        certain=edit.certain,
    )


def _can_be_done(words: Sequence[Word], edit: TextEdit) -> bool:
    """Whether it changes anything, and all words that it is about are said by one person in one go."""
    if tuple(word.text for word in words[edit.first : edit.last]) == edit.after:
        return False
    first, last = edit.context or (edit.first, edit.last)
    concerned = words[max(first, 0) : last]
    return all(
        one.speaker == other.speaker and other.start_us - one.end_us <= LONGEST_REST_US for one, other in pairwise(concerned)
    )


def _timed(words: Sequence[Word], texts: Sequence[str]) -> list[Word]:
    """The texts at the words' times: one for one as far as they go; the last takes what is left, or shares its time."""
    if not texts:
        return []
    alone = min(len(words), len(texts)) - 1
    made = [replace(word, text=text) for word, text in zip(words[:alone], texts[:alone], strict=True)]
    rest, shared = words[alone:], texts[alone:]
    start_us, length_us = rest[0].start_us, rest[-1].end_us - rest[0].start_us
    probability = min(word.probability for word in rest)
    letters = [max(len(text), 1) for text in shared]
    for index, text in enumerate(shared):
        from_us = start_us + length_us * sum(letters[:index]) // sum(letters)
        to_us = start_us + length_us * sum(letters[: index + 1]) // sum(letters)
        made.append(Word(from_us, to_us, text, probability, rest[0].speaker))
    return made
