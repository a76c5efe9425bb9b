"""Captions: words become cues that can be read, by the numbers of a profile.

Each cue begins with its first word and stays until it has been read, at the longest until the next one. Which words share a
cue, and where its lines break, is decided for the whole talk at once (`segmentation.py`), by one cost for all (`cue_costs.py`):
a hard rule (`check_cues.py`) is broken only where every segmentation breaks one, and then that is proven (`proofs.py`).
"""

from collections.abc import Sequence
from dataclasses import replace

from vbn_video.decisions import Captions
from vbn_video.evidence import Word
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.plan.captions.speaker_changes import SpeakersShown
from vbn_video.plan.captions.talk import build_talk
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
    `violations`, with the proof that no legal cue exists there.
    """
    from vbn_video.plan.captions.cue_candidates import CueCandidates
    from vbn_video.plan.captions.cue_costs import CueCosts
    from vbn_video.plan.captions.cues import build_cues, condensations
    from vbn_video.plan.captions.proofs import prove
    from vbn_video.plan.captions.segmentation import segment

    ascending = sorted(words, key=lambda word: (word.start_us, word.end_us))
    talk = build_talk(ascending, timeline, profile, shown)
    if not len(talk):
        return Captions(())
    candidates = CueCandidates(CueCosts(talk, profile, shown, changes_us))
    division = segment(candidates)
    cues = build_cues(division.cues, candidates.costs, changes_us)
    proofs = {
        cue.start_us: prove(candidates, division.impossible[placed.first])
        for cue, placed in zip(cues, division.cues, strict=True)
        if placed.first in division.impossible
    }
    violations = tuple(replace(found, unavoidable=proofs.get(found.start_us)) for found in check_cues(cues, profile))
    return Captions(cues, violations, tuple(condensations(division.cues, talk, ascending)))
