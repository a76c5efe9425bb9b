"""What of the recording is seen and heard in what is published: so that nothing that is cut now stays there unsaid.

Noted in the ledger beside each video, from the intention on, as spans on the recording's clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vbn_video.clock import typed_time
from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.material import Material
from vbn_video.timeline import subtract

SHORTEST_US = 40_000
"""A frame of 25 a second: what a cut moves by less is the same cut."""
SHOWN_SPANS = 3

Spans = Sequence[tuple[int, int]]


def cut_facts(ledger: Ledger, material: Material, content: str) -> dict[str, Any]:
    """`seen_us` and `heard_us` of a video of the material's recording, for its entry's facts; empty where it isn't known."""
    if content == material.content:
        return {"seen_us": [*map(list, material.seen_us)], "heard_us": [*map(list, material.heard_us)]}
    known = (entry.facts for entry in ledger.entries if (entry.recording, entry.content) == (material.recording, content))
    return next(({name: facts[name] for name in ("seen_us", "heard_us")} for facts in known if "seen_us" in facts), {})


def emit_what_is_still_shown(ledger: Ledger, material: Material, emit: Emit) -> None:
    """Name every place that still shows, or lets be heard, what is cut out or silenced now."""
    for entry in ledger.entries:
        if entry.recording != material.recording or entry.state not in ("published", "uploaded"):
            continue
        spans = still_shown(entry.facts, material)
        if spans:
            sentence = _(
                "{url} still shows, or lets be heard, what is cut out or silenced here: {times} of the recording. Publish there"
                " with --to {target} --replace, then it goes."
            )
            times = ", ".join(f"{typed_time(start_us)}-{typed_time(end_us)}" for start_us, end_us in spans[:SHOWN_SPANS])
            more = " …" if len(spans) > SHOWN_SPANS else ""
            emit(Notice(sentence.format(url=entry.url, times=times + more, target=entry.target), "warning"))


def still_shown(facts: Mapping[str, Any], material: Material) -> list[tuple[int, int]]:
    """Spans of the recording that a published video shows or lets be heard, and the material does not; ascending."""
    spans = [
        *subtract(_spans(facts, "seen_us"), material.seen_us),
        *subtract(_spans(facts, "heard_us"), material.heard_us),
    ]
    joined: list[tuple[int, int]] = []
    for start_us, end_us in sorted(spans):
        if joined and start_us <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end_us, joined[-1][1]))
        elif end_us - start_us >= SHORTEST_US:
            joined.append((start_us, end_us))
    return joined


def _spans(facts: Mapping[str, Any], name: str) -> Spans:
    return [(int(start_us), int(end_us)) for start_us, end_us in facts.get(name, ())]
