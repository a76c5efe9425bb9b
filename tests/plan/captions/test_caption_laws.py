"""What holds for the captions of any words: nothing is lost, nothing overlaps, and no rule is broken in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.plan.captions.caption_rules import broken_rules
from tests.plan.captions.made_talk import S, timeline_of
from vbn_video.decisions import Captions
from vbn_video.evidence import Word
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.plan.captions.speaker_changes import SpeakersShown
from vbn_video.settings.profiles import PROFILES, CaptionProfile
from vbn_video.timeline import Timeline

SPEAKERS = ("Anne", "Bo Hansen", None)


@dataclass(frozen=True)
class Stream:
    words: tuple[Word, ...]
    cut_us: int
    profile: CaptionProfile
    shown: SpeakersShown
    changes_us: tuple[int, ...]

    @property
    def timeline(self) -> Timeline:
        return timeline_of((0, self.cut_us / S), (self.cut_us / S + 5, self.cut_us / S + 60))

    @property
    def kept(self) -> list[Word]:
        """The words of which at least half is kept."""
        return (
            [word for word in self.words if 2 * self._kept_us(word) >= max(word.end_us - word.start_us, 1)] if self.words else []
        )

    def _kept_us(self, word: Word) -> int:
        if word.end_us == word.start_us:
            return int(self.timeline.programme_from_recording(word.start_us) is not None)
        return sum(end_us - start_us for start_us, end_us in self.timeline.programme_spans(word.start_us, word.end_us))

    def captions(self) -> Captions:
        return compile_captions(self.words, self.timeline, self.profile, self.shown, self.changes_us)


small = st.sampled_from(
    [
        "jo",
        "altså",
        "øh",
        "og",
        "og",
        "det",
        "det",
        "er",
        "ikke",
        "sådan",
        "set",
        "kl.",
        "8",
        "20",
        "kr.",
        "Anne",
        "Sørensen",
        "f.eks.",
        "mandag.",
        "hvis,",
        "men",
    ]
)
texts = st.one_of(small, st.text(alphabet="abcdefghijklmnoprstuvyæøå.,?-§1", min_size=1, max_size=60))
spoken = st.tuples(
    texts, st.sampled_from((0, 0, 0, 80_000, 700_000, 1_500_000)), st.integers(0, 900_000), st.sampled_from((0, 0, 0, 0, 1, 2))
)


@st.composite
def streams(draw: st.DrawFn) -> Stream:
    words: list[Word] = []
    at_us, speaker = 0, 0
    for text, rest_us, length_us, turn in draw(st.lists(spoken, max_size=50)):
        speaker = (speaker + turn) % len(SPEAKERS)
        words.append(Word(at_us + rest_us, at_us + rest_us + length_us, text, 0.5, SPEAKERS[speaker]))
        at_us += rest_us + length_us
    return Stream(
        tuple(words),
        draw(st.integers(1, 40 * S)),
        PROFILES[draw(st.sampled_from(sorted(PROFILES)))],
        draw(st.sampled_from(get_args(SpeakersShown))),
        tuple(draw(st.lists(st.integers(0, 60 * S), max_size=4))),
    )


def said(stream: Stream, captions: Captions) -> str:
    """All that can be read, without marks, hyphens and spaces."""
    marks = ("- ", "Anne: ", "Bo Hansen: ")
    return _bare("".join(_unmarked(line, marks if stream.shown != "none" else ()) for cue in captions.cues for line in cue.lines))


def _unmarked(line: str, marks: tuple[str, ...]) -> str:
    return next((line.removeprefix(mark) for mark in marks if line.startswith(mark)), line)


def _bare(text: str) -> str:
    return text.replace("-", "").replace(" ", "").lower()


def condensed(stream: Stream, captions: Captions) -> Iterator[str]:
    """What was spoken, word by word, without what the captions say they left out."""
    gone: dict[int, list[str]] = {}
    for change in captions.changes:
        assert (change.rule, change.after) == ("condensed", "")
        gone.setdefault(change.start_us, []).extend(change.before.split())
    following: list[str] = []
    for word in stream.kept:
        waiting = following or gone.get(word.start_us, [])
        if waiting and waiting[0] == word.text:
            following = waiting
            following.pop(0)
        else:
            yield word.text


def holds(stream: Stream) -> None:
    """All the laws."""
    captions, profile = stream.captions(), stream.profile
    cues = captions.cues
    proven = sorted((violation.start_us, violation.rule) for violation in captions.violations)
    assert proven == sorted((cues[index].start_us, rule) for index, rule, _value, _limit in broken_rules(cues, profile))
    assert all(violation.unavoidable for violation in captions.violations)
    assert not {violation.rule for violation in captions.violations} & {"characters a line", "lines", "maximum time"}
    assert all(cue.start_us < cue.end_us and cue.start_us % 1000 == cue.end_us % 1000 == 0 for cue in cues)
    assert all(first.end_us <= second.start_us for first, second in pairwise(cues))
    assert all(len(cue.speakers) in (0, len(cue.lines)) for cue in cues)
    assert said(stream, captions) == _bare("".join(condensed(stream, captions)))
    assert stream.captions() == captions


WORDS_WITHOUT_LENGTH = tuple(
    Word(round(start_s * S), round(end_s * S), "jo", 0.5, speaker)
    for start_s, end_s, speaker in ((0, 0, "Anne"), (0, 0, "Anne"), (1.5, 2.212, "Bo Hansen"), (2.212, 2.212, None))
)
"""No division of them costs less than the one that breaks a rule already."""


WORDS_BESIDE_A_CUT = tuple(
    Word(start_us, end_us, "jo", 0.5, "Anne")
    for start_us, end_us in (
        (1_500_000, 1_883_357),
        (1_883_357, 1_883_357),
        (1_883_357, 1_883_357),
        (1_883_357, 1_883_357),
        (1_883_357, 1_887_878),
        (7_411_000, 7_411_000),
    )
)
"""The cue that ends at the cut is legal only if it begins as early as it may: sooner than the cue behind the cut asks for."""


@example(Stream(WORDS_BESIDE_A_CUT, 2_231_000, PROFILES["netflix-da"], "dash", ()))
@example(Stream(WORDS_WITHOUT_LENGTH, round(3.042 * S), PROFILES["netflix-da"], "none", ()))
@given(streams())
def test_any_words_are_all_there_once_and_in_order_and_no_rule_is_broken_in_silence(stream: Stream) -> None:
    holds(stream)


@pytest.mark.long
@settings(max_examples=10_000)
@given(streams())
def test_ten_thousand_streams_of_words_keep_all_the_laws(stream: Stream) -> None:
    holds(stream)
