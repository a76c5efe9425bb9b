"""Captions: words become cues that can be read, by the numbers of a profile, and cues are checked against them.

Each cue begins with its first word and stays until it has been read, at the longest until the next one. Which words share a
cue, and where its lines break, is decided for the whole talk at once (`divisions.py`), by one cost for all (`cue_costs.py`): a
hard rule is broken only where no division of the words keeps them all, and then that is proven (`proofs.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vbn_video.clock import US_PER_S
from vbn_video.decisions import Captions, Cue, Offence
from vbn_video.evidence import Word
from vbn_video.plan.captions.speaker_changes import SpeakersShown
from vbn_video.plan.captions.talk import talk_in
from vbn_video.settings.profiles import CaptionProfile
from vbn_video.timeline import Timeline


def compile_captions(
    words: Sequence[Word],
    timeline: Timeline,
    profile: CaptionProfile,
    shown: SpeakersShown = "dash",
    changes_us: Sequence[int] = (),
) -> Captions:
    """The cues of the programme, ascending, on whole milliseconds.

    `words` are on the recording clock, written as they are to be read, their speakers by the names that may be shown.
    `changes_us` are the moments of the *programme* at which another slide comes: a cue rather ends there.

    No cue reaches over a cut or into a bumper. A word of which less than half is kept is left out; every other one is there
    once and in order, a word too long for a line in hyphenated pieces, save those that `changes` names (rule `condensed`):
    they were left out because their cue would have broken a rule with them. A rule that is broken all the same is in
    `offences`, with the proof that no legal cue exists there.
    """
    from vbn_video.plan.captions.cue_candidates import CueCandidates
    from vbn_video.plan.captions.cue_costs import CueCosts
    from vbn_video.plan.captions.cues import condensations, cues_of
    from vbn_video.plan.captions.proofs import said
    from vbn_video.plan.captions.segmentation import divide

    ascending = sorted(words, key=lambda word: (word.start_us, word.end_us))
    talk = talk_in(ascending, timeline, profile, shown)
    if not len(talk):
        return Captions(())
    candidates = CueCandidates(CueCosts(talk, profile, shown, changes_us))
    division = divide(candidates)
    cues = cues_of(division.cues, candidates.costs, changes_us)
    proofs = {
        cue.start_us: said(candidates, division.impossible[placed.first])
        for cue, placed in zip(cues, division.cues, strict=True)
        if placed.first in division.impossible
    }
    offences = tuple(_proven(offence, proofs) for offence in check_cues(cues, profile))
    return Captions(cues, offences, tuple(condensations(division.cues, talk, ascending)))


def _proven(offence: Offence, proofs: Mapping[int, str]) -> Offence:
    return replace(offence, proof=f"{offence.proof} {proofs[offence.start_us]}" if offence.start_us in proofs else offence.proof)


def check_cues(cues: Sequence[Cue], profile: CaptionProfile) -> tuple[Offence, ...]:
    """Every hard rule of the profile that a cue breaks, in the cues' order; times are measured in seconds."""
    offences: list[Offence] = []
    for index, cue in enumerate(cues):
        offences += _offences_of(cue, profile)
        if index + 1 < len(cues) and cues[index + 1].start_us - cue.end_us < profile.gap_us:
            gap_us = cues[index + 1].start_us - cue.end_us
            offences.append(_timed(cue, "gap", gap_us, profile.gap_us))
    return tuple(offences)


def _offences_of(cue: Cue, profile: CaptionProfile) -> list[Offence]:
    shown_us, characters = cue.end_us - cue.start_us, sum(len(line) for line in cue.lines)
    longest = max((len(line) for line in cue.lines), default=0)
    offences = []
    if longest > profile.line_hard:
        offences.append(
            Offence(cue.start_us, "characters a line", longest, profile.line_hard, f"A line has {longest} characters.")
        )
    if len(cue.lines) > profile.lines:
        offences.append(Offence(cue.start_us, "lines", len(cue.lines), profile.lines, f"There are {len(cue.lines)} lines."))
    if characters * US_PER_S > profile.speed_hard * shown_us:
        speed = round(characters * US_PER_S / max(shown_us, 1), 2)
        proof = f"{characters} characters stand for {shown_us / US_PER_S:.3f} s."
        offences.append(Offence(cue.start_us, "reading speed", speed, profile.speed_hard, proof))
    if shown_us < profile.shortest_us:
        offences.append(_timed(cue, "minimum time", shown_us, profile.shortest_us))
    if shown_us > profile.longest_us:
        offences.append(_timed(cue, "maximum time", shown_us, profile.longest_us))
    return offences


def _timed(cue: Cue, rule: str, is_us: int, limit_us: int) -> Offence:
    return Offence(cue.start_us, rule, is_us / US_PER_S, limit_us / US_PER_S, f"It is {is_us / US_PER_S:.3f} s.")
