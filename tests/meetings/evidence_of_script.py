"""What would be heard and seen of a script, without its sound: words as they are written, some misheard, and levels of a model.

For those who need evidence before a meeting is spoken, and for varying it by seed afterwards.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tests.meetings.scripts import Laid, Played, Said, Script, estimated_s, lay_out
from tests.meetings.truth import Truth, in_us, truth_of
from vbn_video.clock import us
from vbn_video.evidence import (
    ChatLine,
    Levels,
    Mark,
    MeetingMarks,
    Slide,
    SoundEvent,
    SoundScene,
    SpeechSpan,
    Voices,
    VoiceTurn,
    Word,
)
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence

SPEECH_LUFS = -23.0
HOP_S, BLOCK_S, WINDOW_S = 0.01, 0.1, 0.4
JOINED_REST_US = 300_000
SLIDE_JITTER_S = 0.3
OCR_FAULTS = (("Æ", "AE"), ("æ", "ae"), ("ø", "o"), ("Ø", "O"), ("å", "a"), ("Å", "A"))


def evidence_of(script: Script, misheard: float = 0.25) -> tuple[MeetingEvidence, Truth]:
    """The evidence and the truth; `misheard` is the share of words that are heard wrong."""
    laid = lay_out(script, estimated_s)
    voice_us = in_us(laid.spans_s)
    return assemble(
        script,
        laid,
        voice_us,
        words=_words(script, voice_us, misheard),
        speech=_speech(script, voice_us),
        levels=levels_of_hops(_hops_lufs(script, laid)),
    )


def assemble(
    script: Script,
    laid: Laid,
    voice_us: Sequence[tuple[int, int]],
    *,
    words: tuple[Word, ...],
    speech: tuple[SpeechSpan, ...],
    levels: Levels,
    voices: Voices | None = None,
    sounds: SoundScene | None = None,
) -> tuple[MeetingEvidence, Truth]:
    """What was heard, with what was shown and written by the script; voices and sounds by the script unless they were heard."""
    rnd = random.Random(f"shown {script.chances}")
    duration_us = us(laid.duration_s)
    shown_us = [
        _within(us(laid.spans_s[min(shown.item, len(laid.spans_s) - 1)][0] + shown.offset_s), duration_us)
        for shown in script.shown
    ]
    shown_us[0] = 0
    order = sorted(range(len(shown_us)), key=lambda n: (shown_us[n], n))
    slides = [_slide(script, n, shown_us[n], rnd) for n in order]
    first_us, last_us = (truth := truth_of(script, voice_us, sorted(shown_us), script.topics)).first_us, truth.last_us
    chat = sorted(
        (_within(us(laid.spans_s[line.item][0] + line.offset_s), duration_us), line.text, line.sender) for line in script.chat
    )
    sharing = next((slide.start_us for slide in slides if slide.title), None) if script.chat else None
    evidence = MeetingEvidence(
        duration_us=duration_us,
        words=words,
        speech=speech,
        levels=levels,
        slides=tuple(sorted(slides, key=lambda slide: slide.start_us)),
        voices=_voices(script, voice_us, rnd) if voices is None else voices,
        sounds=_sounds(script, voice_us, rnd) if sounds is None else sounds,
        marks=MeetingMarks(
            (Mark(sharing, "sharing started"),) if sharing else (),
            tuple(ChatLine(at_us, text, sender) for at_us, text, sender in chat),
        ),
        planned_start_us=None if script.planned_start_s is None else first_us + us(script.planned_start_s),
        planned_end_us=None if script.planned_end_s is None else last_us + us(script.planned_end_s),
    )
    return evidence, truth


def levels_of_hops(hop_lufs: NDArray[np.float32]) -> Levels:
    """Loudness of blocks from that of hops, as the meter makes it; the peaks lie as far above it as speech's mostly do."""
    power = 10 ** (hop_lufs.astype(np.float64) / 10)
    until = np.concatenate([[0.0], np.cumsum(power)])
    per_block, per_window = round(BLOCK_S / HOP_S), round(WINDOW_S / HOP_S)
    ends = np.arange(per_block, len(hop_lufs) + 1, per_block)
    begins = np.maximum(ends - per_window, 0)
    loudness = 10 * np.log10(np.maximum((until[ends] - until[begins]) / per_window, 1e-12))
    peaks = np.minimum(hop_lufs + 12, 0).astype(np.float32)
    return Levels(
        block_us=us(BLOCK_S),
        loudness_lufs=loudness.astype(np.float32),
        true_peak_dbtp=peaks[: len(ends) * per_block].reshape(-1, per_block).max(axis=1),
        integrated_lufs=float(10 * np.log10(np.mean(power[hop_lufs > np.percentile(hop_lufs, 60)]))),
        hop_us=us(HOP_S),
        hop_lufs=hop_lufs.astype(np.float32),
        hop_true_peak_dbtp=peaks,
    )


def _within(at_us: int, duration_us: int) -> int:
    return min(max(at_us, 0), duration_us - 1)


def _slide(script: Script, number: int, at_us: int, rnd: random.Random) -> Slide:
    shown = script.shown[number]
    if number == 0:
        return Slide(0, 1.0, shown.title and "\n".join((shown.title, *shown.lines)), shown.title)
    jittered_us = max(at_us + us(rnd.uniform(-SLIDE_JITTER_S, SLIDE_JITTER_S)), 40_000)
    title = shown.title and _as_read(shown.title, rnd)
    text = title and "\n".join((title, *(_as_read(line, rnd) for line in shown.lines)))
    return Slide(jittered_us, round(rnd.uniform(0.2, 0.95), 4), text, title)


def _as_read(text: str, rnd: random.Random) -> str:
    """As OCR reads it: Danish letters are not always known to it."""
    for letter, read in OCR_FAULTS:
        if rnd.random() < 0.4:
            text = text.replace(letter, read)
    return text


def _words(script: Script, voice_us: Sequence[tuple[int, int]], misheard: float) -> tuple[Word, ...]:
    rnd = random.Random(f"words {script.chances}")
    words: list[Word] = []
    for item, (start_us, end_us) in zip(script.items, voice_us, strict=True):
        if not isinstance(item, Said):
            continue
        texts = item.text.split()
        shares = np.cumsum([0, *(len(text) + 1 for text in texts)])
        edges = [start_us + int(share * (end_us - start_us) / shares[-1]) for share in shares]
        for text, begins_us, ends_us in zip(texts, edges, edges[1:], strict=False):
            wrong = rnd.random() < misheard
            heard = mishear(text, rnd) if wrong else text
            words.append(Word(begins_us, ends_us, heard, round(rnd.uniform(0.2, 0.8) if wrong else rnd.uniform(0.7, 1.0), 3)))
    return tuple(sorted(words, key=lambda word: (word.start_us, word.end_us)))


def mishear(text: str, rnd: random.Random) -> str:
    """A word with one or two of its sounds taken for others, as a small model hears it."""
    swaps = {
        "d": "t",
        "t": "d",
        "g": "k",
        "k": "g",
        "b": "p",
        "p": "b",
        "e": "æ",
        "æ": "e",
        "o": "å",
        "å": "o",
        "y": "ø",
        "ø": "y",
        "v": "f",
        "n": "m",
        "i": "e",
    }
    letters = list(text)
    for _ in range(rnd.choice([1, 1, 2])):
        place = rnd.randrange(len(letters))
        letter = letters[place].lower()
        letters[place] = swaps.get(letter, "" if letter.isalpha() and len(letters) > 3 else letters[place])
    return "".join(letters) or text


def _speech(script: Script, voice_us: Sequence[tuple[int, int]]) -> tuple[SpeechSpan, ...]:
    joined: list[SpeechSpan] = []
    for item, (start_us, end_us) in zip(script.items, voice_us, strict=True):
        if not isinstance(item, Said):
            continue
        if joined and start_us - joined[-1].end_us < JOINED_REST_US:
            joined[-1] = replace(joined[-1], end_us=max(end_us, joined[-1].end_us))
        else:
            joined.append(SpeechSpan(start_us, end_us))
    return tuple(joined)


def _hops_lufs(script: Script, laid: Laid) -> NDArray[np.float32]:
    noise = np.random.default_rng(len(script.items) * 1000 + script.seed)
    hops = round(laid.duration_s / HOP_S)
    power = np.full(hops, 10 ** (script.noise_dbfs / 10))
    for item, (start_s, end_s) in zip(script.items, laid.spans_s, strict=True):
        if isinstance(item, Played) and item.kind == "silence":
            continue
        first, last = round(start_s / HOP_S), min(round(end_s / HOP_S), hops)
        power[first:last] += 10 ** ((SPEECH_LUFS + item.gain_db + noise.normal(0, 4, max(last - first, 0))) / 10)
    return (10 * np.log10(power)).astype(np.float32)


def _voices(script: Script, voice_us: Sequence[tuple[int, int]], rnd: random.Random) -> Voices:
    """Turns of one voice each, now and then taken for another one."""
    turns: list[VoiceTurn] = []
    for item, (start_us, end_us) in sorted(zip(script.items, voice_us, strict=True), key=lambda pair: pair[1]):
        if not isinstance(item, Said):
            continue
        who = rnd.randrange(len(script.people)) if rnd.random() < 0.08 else item.person
        if turns and turns[-1].voice == who and start_us - turns[-1].end_us < 2_000_000:
            turns[-1] = replace(turns[-1], end_us=max(end_us, turns[-1].end_us))
        else:
            from_us = max(start_us, turns[-1].end_us) if turns else start_us
            if from_us < end_us:
                turns.append(VoiceTurn(from_us, end_us, who))
    lengths: dict[int, int] = {}
    for turn in turns:
        lengths[turn.voice] = lengths.get(turn.voice, 0) + turn.end_us - turn.start_us
    numbers = {voice: n for n, voice in enumerate(sorted(lengths, key=lambda voice: -lengths[voice]))}
    return Voices(tuple(replace(turn, voice=numbers[turn.voice]) for turn in turns), "sound")


def _sounds(script: Script, voice_us: Sequence[tuple[int, int]], rnd: random.Random) -> SoundScene:
    events = []
    for item, (start_us, end_us) in zip(script.items, voice_us, strict=True):
        if isinstance(item, Played) and item.kind != "silence" and rnd.random() < 0.9:
            events.append(SoundEvent(start_us, end_us, item.kind))
    return SoundScene(tuple(events))
