"""The sidecar of Zoom's active-speaker view, as text: who was shown as the speaker from when on.

    {"timeline": [{"ts": "00:00:05.120", "users": [{"username": "Anne Holm", …}]}, …], "timeline_refine": […]}

A stamp holds until the next one; `timeline_refine`, where there is one, is Zoom's second look at the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from vbn_video.clock import micros
from vbn_video.codec import JsonError, parse_json
from vbn_video.evidence import SpeakerTurn

LISTS = ("timeline_refine", "timeline")
_STAMP = re.compile(r"(\d{1,6}):([0-5]?\d):([0-5]?\d)(?:\.(\d{1,6}))?")


@dataclass(frozen=True)
class ActiveSpeakers:
    """Who was shown as the speaker when, in times of the recorded file, and how many stamps could not be read."""

    turns: tuple[SpeakerTurn, ...]
    broken: int = 0


def parse_timeline(text: str, end_us: int) -> ActiveSpeakers | None:
    """The spans between the stamps, the last one up to `end_us`; None where the text is no such sidecar."""
    try:
        document = parse_json(text)
    except JsonError:
        return None
    found = [document.get(key) for key in LISTS] if isinstance(document, dict) else []
    entries = next((one for one in found if isinstance(one, list) and one), None)
    if entries is None:
        return ActiveSpeakers(()) if any(isinstance(one, list) for one in found) else None
    stamps = sorted((stamp for entry in entries if (stamp := _stamp(entry))), key=lambda stamp: stamp[0])
    spans = pairwise([*stamps, (max(end_us, stamps[-1][0]), ())] if stamps else [])
    turns = [SpeakerTurn(start_us, until_us, name) for (start_us, names), (until_us, _) in spans for name in names]
    return ActiveSpeakers(_joined(turns), len(entries) - len(stamps))


def _stamp(entry: Any) -> tuple[int, tuple[str, ...]] | None:
    """(time, names) of one entry; None where its time can't be read."""
    match = _STAMP.fullmatch(str(entry.get("ts", "")).strip()) if isinstance(entry, dict) else None
    if match is None:
        return None
    users = entry["users"] if isinstance(entry.get("users"), list) else []
    named = [str(user.get("username") or "").strip() for user in users if isinstance(user, dict)]
    return micros(*match.groups()), tuple(dict.fromkeys(name for name in named if name))


def _joined(turns: Iterable[SpeakerTurn]) -> tuple[SpeakerTurn, ...]:
    """Consecutive turns of one name joined into one; those without length left out."""
    joined: list[SpeakerTurn] = []
    last: dict[str, int] = {}
    for turn in turns:
        if turn.end_us <= turn.start_us:
            continue
        index = last.get(turn.name)
        if index is not None and joined[index].end_us == turn.start_us:
            joined[index] = SpeakerTurn(joined[index].start_us, turn.end_us, turn.name)
        else:
            last[turn.name] = len(joined)
            joined.append(turn)
    return tuple(joined)
