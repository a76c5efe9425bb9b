"""The made meetings with their truth, in sets: as they are written, and as they were heard.

The sets `known`, `second` and `third` may be looked at while a decision is made, and weights fitted to them. `aside` judges it
afterwards: once it has, it is not unseen any more.
"""

from __future__ import annotations

from functools import lru_cache

from tests.meetings.evidence_of_script import evidence_of
from tests.meetings.fixtures import KeptMeeting, unpack
from tests.meetings.make_scripts import all_scripts
from tests.meetings.sentences import Half

__all__ = ["KeptMeeting", "heard_meetings", "kept_meetings"]


@lru_cache
def kept_meetings(half: Half) -> tuple[KeptMeeting, ...]:
    """All meetings of a set by their scripts, one word in four misheard: as a small model hears people."""
    return tuple(KeptMeeting(s.name, s.kind, s.seed, *evidence_of(s)) for s in all_scripts(half))


@lru_cache
def heard_meetings(half: Half) -> tuple[KeptMeeting, ...]:
    """Those of them that are heard, by a synthetic voice that Whisper base understands badly: two words in three are wrong."""
    return unpack(half)
