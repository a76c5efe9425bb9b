"""What nobody said goes, with its proof from the sound; the same words truly spoken stay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.plan.spoken import spoken
from vbn_video.evidence import Levels, SpeechSpan, Word
from vbn_video.plan.words.hallucinations import Sifted, sift
from vbn_video.plan.words.known_hallucinations import KNOWN_LINES

SPEECH_LUFS, MUSIC_LUFS, ROOM_LUFS = -20.0, -24.0, -62.0
BEFORE = "Vi holder møde om den vanskelige samtale i dag, og det er godt."
MIXED = ("tak", "fordi", "du", "så", "med.", "undertekster", "af", "det", "er", "møde")
AFTER = "Nu går vi videre med det næste punkt på dagsordenen."
KNOWN_HALLUCINATIONS = [
    *(line.replace("*", "Nicolai Winther").capitalize() + "." for line in KNOWN_LINES),
    "Danske tekster af Nicolai Winther",
    "Undertekster af Ai-Media",
    "Scandinavian Text Service 2019",
    "Tekstet af Anna Holm Dansk Video Tekst",
    "Tak, fordi du så med!",
    "Undertekster af Amara.org-fællesskabet",
    "Danske teksterne af Jesper Buhl, Scandinavian Text Service",
    "Teksting av Nicolai Winther",
    "Tak fordi du så med, vi ses i næste video.",
    "Husk at abonnere på kanalen.",
]


def sounding(spans: Sequence[SpeechSpan], end_us: int, music: Sequence[tuple[int, int]] = ()) -> Levels:
    """Levels of a room in which these spans are speech, and these stretches music."""
    hops = np.full(end_us // 10_000 + 100, ROOM_LUFS, np.float32)
    for start_us, stop_us, lufs in (
        *((span.start_us, span.end_us, SPEECH_LUFS) for span in spans),
        *((start_us, stop_us, MUSIC_LUFS) for start_us, stop_us in music),
    ):
        hops[start_us // 10_000 : stop_us // 10_000] = lufs
    return Levels(100_000, hops[9::10], hops[9::10], SPEECH_LUFS, 10_000, hops, hops)


def span_of(words: Sequence[Word]) -> SpeechSpan:
    return SpeechSpan(words[0].start_us, words[-1].end_us)


def between(line: str, rest_us: int) -> tuple[tuple[Word, ...], tuple[Word, ...], tuple[Word, ...]]:
    """(a sentence, the line after a rest of that length, another sentence a second later)."""
    before = spoken(BEFORE, 1_000_000)
    middle = spoken(line, before[-1].end_us + rest_us)
    return before, middle, spoken(AFTER, middle[-1].end_us + 1_000_000)


def heard(words: Sequence[Word], *spoken_parts: Sequence[Word], prompt: Sequence[str] = (), music: bool = False) -> Sifted:
    """What is left of the words, where only those parts were spoken."""
    spans = [span_of(part) for part in spoken_parts]
    loud = [(words[0].start_us - 500_000, words[-1].end_us + 500_000)] if music else []
    return sift(words, spans, sounding(spans, words[-1].end_us + 2_000_000, loud), prompt)


def test_there_are_more_than_forty_known_hallucinations() -> None:
    assert len(set(KNOWN_HALLUCINATIONS)) >= 40


@pytest.mark.parametrize("rest_us", [100_000, 1_500_000], ids=["right after speech", "in the midst of silence"])
@pytest.mark.parametrize("line", KNOWN_HALLUCINATIONS)
def test_a_known_hallucination_over_silence_is_gone(line: str, rest_us: int) -> None:
    before, middle, after = between(line, rest_us)
    sifted = heard((*before, *middle, *after), before, after)
    assert sifted.kept == (*before, *after)
    assert [word for group in sifted.dropped for word in group.words] == list(middle)
    assert all("speech" in group.proof and "LUFS" in group.proof for group in sifted.dropped)


@pytest.mark.parametrize("line", KNOWN_HALLUCINATIONS)
def test_the_same_sentence_truly_spoken_is_kept(line: str) -> None:
    before, middle, after = between(line, 400_000)
    words = (*before, *middle, *after)
    assert heard(words, before, middle, after) == Sifted(words, ())


@pytest.mark.parametrize("line", ["Tak fordi du så med.", "Undertekster af Ai-Media."])
def test_a_known_line_squeezed_into_the_end_of_speech_is_gone(line: str) -> None:
    before = spoken(BEFORE, 1_000_000)
    squeezed = spoken(line, before[-1].end_us - 200_000, letters_a_s=200)
    words = (*(word for word in before if word.end_us <= squeezed[0].start_us), *squeezed)
    sifted = heard(words, before)
    assert sifted.kept == words[: -len(squeezed)]
    assert [group.reason for group in sifted.dropped] == ["known line"]


def test_a_known_line_over_what_is_too_quiet_for_speech_is_gone() -> None:
    before, middle, after = between("Danske tekster af Nicolai Winther.", 1_000_000)
    words, spans = (*before, *middle, *after), [span_of(part) for part in (before, middle, after)]
    sifted = sift(words, spans, sounding([spans[0], spans[2]], words[-1].end_us))
    assert sifted.kept == (*before, *after)
    assert "below the speech" in sifted.dropped[0].proof


def test_words_far_from_all_speech_are_gone_whatever_they_say() -> None:
    before, middle, after = between("Kommunen bygger en ny havn.", 1_000_000)
    sifted = heard((*before, *middle, *after), before, after)
    assert sifted.kept == (*before, *after)
    assert [group.reason for group in sifted.dropped] == ["no speech"]


def test_words_over_music_are_gone_and_it_is_said_that_it_was_music() -> None:
    before, middle, after = between("Kommunen bygger en ny havn.", 1_000_000)
    words, spans = (*before, *middle, *after), [span_of(before), span_of(after)]
    music = [(middle[0].start_us - 300_000, middle[-1].end_us + 300_000)]
    sifted = sift(words, spans, sounding(spans, words[-1].end_us, music))
    assert sifted.kept == (*before, *after)
    assert [group.reason for group in sifted.dropped] == ["music"]


def test_minutes_of_clapping_without_a_word_of_speech_leave_nothing() -> None:
    words = spoken("Musik Bifald Tak. Tak fordi du så med. Musik", 3_000_000)
    sifted = heard(words, music=True)
    assert sifted.kept == ()
    assert sum(len(group.words) for group in sifted.dropped) == len(words)


@pytest.mark.parametrize("line", ["og det er det ", "jeg tror ", "nej "])
def test_a_loop_without_the_time_for_it_is_said_once(line: str) -> None:
    once = spoken(line, 1_000_000)
    again = spoken(line * 12, once[-1].end_us, letters_a_s=90)
    sifted = heard((*once, *again), once)
    assert [word.text for word in sifted.kept] == line.split()
    assert {group.reason for group in sifted.dropped} <= {"loop", "no speech", "too fast"}


def test_what_somebody_says_five_times_over_is_kept() -> None:
    words = spoken("nej nej nej nej nej nej vi skal hjem vi skal hjem vi skal hjem", 1_000_000)
    assert heard(words, words).kept == words


def test_a_sentence_faster_than_anyone_speaks_is_gone() -> None:
    before = spoken(BEFORE, 1_000_000)
    fast = tuple(
        Word(before[-1].end_us + 20_000 * index, before[-1].end_us + 20_000 * (index + 1), word.text, 0.5)
        for index, word in enumerate(spoken("Ministeriet har besluttet en helt anden fordeling af midlerne."))
    )
    sifted = heard((*before, *fast), before)
    assert sifted.kept == before
    assert [group.reason for group in sifted.dropped] == ["too fast"]
    assert "letters take" in sifted.dropped[0].proof


def test_words_timed_too_short_in_speech_that_nobody_else_takes_are_kept() -> None:
    said = spoken("Ministeriet har besluttet en helt anden fordeling af midlerne.", 1_000_000)
    short = tuple(Word(word.start_us, word.start_us + 50_000, word.text, 0.5) for word in said)
    assert heard(short, said).kept == short


def test_the_prompt_over_silence_is_a_leak_and_over_speech_it_is_talk() -> None:
    prompt = ["Virtuel Business Netværk", "Grenaa", "Anne Sørensen"]
    before, middle, after = between("Virtuel Business Netværk, Grenaa, Anne Sørensen", 300_000)
    words = (*before, *middle, *after)
    sifted = heard(words, before, after, prompt=prompt)
    assert sifted.kept == (*before, *after)
    assert [group.reason for group in sifted.dropped] == ["prompt leak"]
    assert heard(words, before, middle, after, prompt=prompt).kept == words


def test_what_is_said_again_and_again_with_long_rests_is_no_loop() -> None:
    parts = [spoken("Nej nej.", at_us, 9.0) for at_us in range(500_000, 12_000_000, 2_230_001)]
    words = tuple(word for part in parts for word in part)
    assert heard(words, *parts) == Sifted(words, ())


@given(
    st.lists(st.sampled_from((BEFORE, AFTER, "Ja.", "Tak for i dag.", "Hvad siger du til det, Anne?", "Nej nej.")), max_size=8),
    st.floats(9, 19),
    st.integers(0, 3_000_000),
)
@example(lines=["Nej nej."] * 3, letters_a_s=9.0, rest_us=1_250_001)
def test_what_is_said_at_an_ordinary_speed_is_never_dropped(lines: list[str], letters_a_s: float, rest_us: int) -> None:
    parts: list[tuple[Word, ...]] = []
    for line in lines:
        parts.append(spoken(line, parts[-1][-1].end_us + rest_us if parts else 500_000, letters_a_s))
    words = tuple(word for part in parts for word in part)
    spans = [span_of(part) for part in parts]
    assert sift(words, spans, sounding(spans, (words[-1].end_us if words else 0) + 1_000_000), ["VBN"]) == Sifted(words, ())


@given(st.data())
def test_every_word_is_either_kept_or_dropped_once_and_in_order(data: st.DataObject) -> None:
    words: list[Word] = []
    at_us = 0
    for text in data.draw(st.lists(st.sampled_from(MIXED), max_size=30)):
        at_us += data.draw(st.sampled_from((0, 200_000, 2_000_000)))
        words.append(Word(at_us, at_us + data.draw(st.integers(10_000, 500_000)), text, 0.5))
        at_us = words[-1].end_us
    edges = sorted(data.draw(st.sets(st.integers(0, at_us + 1), max_size=6)))
    spans = [SpeechSpan(one, other) for one, other in zip(edges[::2], edges[1::2], strict=False)]
    sifted = sift(words, spans, sounding(spans, at_us))
    dropped = [word for group in sifted.dropped for word in group.words]
    assert sorted((*sifted.kept, *dropped), key=lambda word: word.start_us) == words
    assert all(group.words and group.reason and group.proof for group in sifted.dropped)
    assert [group.words[0].start_us for group in sifted.dropped] == sorted(group.words[0].start_us for group in sifted.dropped)
