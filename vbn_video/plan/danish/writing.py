"""From words as they were heard to Danish as it is written in captions.

The rules stand here in their order; each is explained in its file in `rules/`. What would change a meaning is never
done: it is proposed, and the text stays.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vbn_video.decisions import TextChange
from vbn_video.evidence import Word
from vbn_video.plan.danish.glossary_index import GlossaryIndex
from vbn_video.plan.danish.meeting_glossary import glossary_of_people
from vbn_video.plan.danish.rules.abbreviations import abbreviations
from vbn_video.plan.danish.rules.capitals import capitals
from vbn_video.plan.danish.rules.compounds import compounds
from vbn_video.plan.danish.rules.dates import clock_times, dates, paragraph_signs
from vbn_video.plan.danish.rules.fillers import fillers, repetitions
from vbn_video.plan.danish.rules.glossary_names import glossary_names
from vbn_video.plan.danish.rules.numbers import numbers
from vbn_video.plan.danish.rules.punctuation import doubled_signs, quotation_marks, spacing, speaker_changes_as_sentences
from vbn_video.plan.danish.rules.text_edits import TextEdit, carry_out, proposals
from vbn_video.settings.glossary import Glossary
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import CaptionSettings

Rule = Callable[[Sequence[str]], Iterable[TextEdit]]

MOST_ROUNDS = 12
"""One rule may make room for another; after two or three rounds nothing changes any more."""


@dataclass(frozen=True)
class TextSettings:
    """What the preset says of how text is written: `[captions] fillers` and `quotes`."""

    drop_fillers: bool = True
    quotes: str = "»«"
    """The opening and the closing mark."""


@dataclass(frozen=True)
class WrittenWords:
    """Words as they are written, and everything that was changed or is proposed, in order."""

    words: tuple[Word, ...]
    changes: tuple[TextChange, ...]


def write_meeting(words: Sequence[Word], captions: CaptionSettings, meeting: Meeting, word_lists: Glossary) -> WrittenWords:
    """The words of a meeting, written as its preset's `[captions]` asks, with the names of its own people."""
    settings = TextSettings(captions.fillers == "drop", captions.quotes)
    return write_danish(words, settings, glossary_of_people(meeting) + word_lists)


def write_danish(words: Sequence[Word], settings: TextSettings, glossary: Glossary) -> WrittenWords:
    """The words, written by the rules of Danish subtitles.

    A rule may merge words (from the start of the first to the end of the last), change or drop them, within the times that they
    had. What is written so once stays as it is: a second call changes nothing more.
    """
    done: list[TextChange] = []
    now = tuple(words)
    rules = [_RuleCache(rule) for rule in rules_of(settings, glossary)]
    for _round in range(MOST_ROUNDS):
        before = now
        now, changes = carry_out(now, speaker_changes_as_sentences(now))
        done += changes
        for rule in rules:
            now, changes = rule.apply(now)
            done += changes
        if now == before:
            break
    proposed = [change for rule in rules for change in rule.proposals(now)]
    return WrittenWords(now, tuple(sorted((*done, *proposed), key=lambda change: (change.start_us, change.end_us))))


@dataclass
class _RuleCache:
    """A rule with the words that it changed nothing in last, and what it proposes there: it isn't asked twice about the same."""

    rule: Rule
    words: tuple[Word, ...] = ()
    edits: tuple[TextEdit, ...] = ()

    def apply(self, words: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[TextChange, ...]]:
        """(the words after the rule, what it changed)."""
        if words == self.words:
            return words, ()
        edits = tuple(self.rule([word.text for word in words]))
        after, changes = carry_out(words, edits)
        if not changes:
            self.words, self.edits = words, edits
        return after, changes

    def proposals(self, words: tuple[Word, ...]) -> tuple[TextChange, ...]:
        """What it only proposes."""
        edits = self.edits if words == self.words else self.rule([word.text for word in words])
        return proposals(words, edits)


def rules_of(settings: TextSettings, glossary: Glossary) -> tuple[Rule, ...]:
    """The rules in their order."""
    hesitation: tuple[Rule, ...] = (fillers, repetitions) if settings.drop_fillers else ()
    index = GlossaryIndex(glossary)
    return (
        spacing,
        doubled_signs,
        *hesitation,
        lambda texts: glossary_names(texts, index),
        capitals,  # before `kroner.` is `kr.`, whose point need not end a sentence
        numbers,
        clock_times,
        dates,
        paragraph_signs,
        abbreviations,
        compounds,
        lambda texts: quotation_marks(texts, settings.quotes),
    )
