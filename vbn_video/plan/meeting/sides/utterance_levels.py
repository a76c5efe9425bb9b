"""How loud each stretch of speech is, and how loud the recording's speech usually is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from vbn_video.clock import US_PER_S
from vbn_video.evidence import Levels, SpeechSpan
from vbn_video.plan.meeting.meeting_evidence import MeetingEvidence

SILENT_LUFS = -120.0
MURMUR_S, MURMUR_LU = 0.5, 12.0
"""Speech shorter than this and so much quieter than the recording's own is a noise: a cup, a chair …"""
FAR_S, FAR_LU = 2.0, 20.0
"""… and so is longer speech that is far quieter: somebody in another room."""


@dataclass(frozen=True)
class Utterance:
    """One stretch of speech and how loud it is."""

    start_us: int
    end_us: int
    loudness_lufs: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return (self.end_us - self.start_us) / US_PER_S


def measure_utterances(speech: Sequence[SpeechSpan], levels: Levels) -> list[Utterance]:
    """Each speech span with the 75th percentile of its loudness, which rests inside it do not lower; by ascending start."""
    loudness = np.maximum(levels.loudness_lufs, SILENT_LUFS)
    utterances = []
    for span in sorted(speech, key=lambda span: span.start_us):
        blocks = loudness[span.start_us // levels.block_us : -(-span.end_us // levels.block_us)]
        utterances.append(Utterance(span.start_us, span.end_us, float(np.percentile(blocks, 75)) if len(blocks) else SILENT_LUFS))
    return utterances


def own_loudness_lufs(utterances: Sequence[Utterance]) -> float:
    """How loud the recording's speech usually is: half of all its seconds are louder."""
    ordered = sorted(utterances, key=lambda utterance: utterance.loudness_lufs)
    half_s, so_far_s = sum(utterance.seconds for utterance in ordered) / 2, 0.0
    for utterance in ordered:
        so_far_s += utterance.seconds
        if so_far_s >= half_s:
            return utterance.loudness_lufs
    return SILENT_LUFS


def without_murmurs(evidence: MeetingEvidence) -> MeetingEvidence:
    """The evidence without speech that is a noise, and without the words in it."""
    if evidence.levels is None or not len(evidence.levels.loudness_lufs):
        return evidence
    utterances = measure_utterances(evidence.speech, evidence.levels)
    own_lufs = own_loudness_lufs(utterances)
    noises = {
        (u.start_us, u.end_us)
        for u in utterances
        if (u.seconds < MURMUR_S and u.loudness_lufs < own_lufs - MURMUR_LU)
        or (u.seconds < FAR_S and u.loudness_lufs < own_lufs - FAR_LU)
    }
    if not noises:
        return evidence
    starts = sorted(noises)
    kept = []
    for word in evidence.words:
        place = bisect_right(starts, (word.start_us, evidence.duration_us)) - 1
        if place < 0 or word.end_us > starts[place][1]:
            kept.append(word)
    speech = tuple(span for span in evidence.speech if (span.start_us, span.end_us) not in noises)
    return replace(evidence, words=tuple(kept), speech=speech)
