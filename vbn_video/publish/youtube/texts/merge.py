"""What a person changed in YouTube Studio stays, unless we have something new to say: three ways, value by value.

    before  what we last wanted        theirs  what YouTube has        now  what we want now

    now differs from before        → now: the meeting or the preset has changed
    otherwise                      → theirs, whether or not a person changed it

`before` is what was *wanted*, not what came of it: were the outcome remembered, the next run would take a person's change for one
of ours that was taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from vbn_video.publish.youtube.texts.metadata import Metadata

REACH = {"private": 0, "unlisted": 1, "public": 2}
"""Who sees a video, in growing order."""
VISIBILITY = ("privacy", "publish_at")
"""Decided together: a publishing time goes only with a private video."""


@dataclass(frozen=True)
class Merged:
    """What is to stand on YouTube, and what becomes of a person's changes there."""

    metadata: Metadata
    kept: tuple[str, ...] = ()
    """The values in which a person's change stays."""
    lost: tuple[str, ...] = ()
    """The values in which a person's change gives way to one of ours."""
    not_widened: bool = False
    """More people were to see it than do now, and that was not done."""


def merge(before: Metadata | None, theirs: Metadata, now: Metadata) -> Merged:
    """What YouTube is to say, and which values a person changed there that we leave; without a memory everything of theirs stays.

    Where YouTube has what we want in another shape (the order of tags, spaces at an end), its shape stays, so that the outcome
    equals `theirs` when nothing has to be sent.
    """
    ours: dict[str, Any] = {}
    kept: list[str] = []
    lost: list[str] = []
    for group in _groups():
        if all(_same(name, theirs, now) for name in group):
            continue
        if before is not None and not all(_same(name, before, now) for name in group):
            changed = [name for name in group if not _same(name, theirs, now)]
            ours |= {name: getattr(now, name) for name in changed}
            if not _came_due(before, theirs):
                lost += [name for name in changed if not _same(name, theirs, before)]
        elif not (group == VISIBILITY and _came_due(before or now, theirs)):
            kept += [name for name in group if not _same(name, theirs, now)]
    return Merged(replace(theirs, **ours), tuple(kept), tuple(lost))


def not_wider(merged: Merged, theirs: Metadata) -> Merged:
    """The same, but seen by no more people than now, and by no more at a time to come: what stands there stays."""
    wanted = merged.metadata
    sooner = wanted.publish_at != "" and theirs.privacy != "public" and not "" < theirs.publish_at <= wanted.publish_at
    if REACH[wanted.privacy] <= REACH[theirs.privacy] and not sooner:
        return merged
    stays = replace(wanted, privacy=theirs.privacy, publish_at=theirs.publish_at)
    return Merged(stays, merged.kept, tuple(name for name in merged.lost if name not in VISIBILITY), not_widened=True)


def last_told(before: Metadata | None, telling: Metadata | None, theirs: Metadata) -> Metadata | None:
    """What we last wanted, where a run was killed while it told YouTube `telling`: what of that is there was told."""
    if before is None or telling is None:
        return before
    arrived = [name for group in _groups() if all(_same(name, theirs, telling) for name in group) for name in group]
    return replace(before, **{name: getattr(telling, name) for name in arrived})


def _groups() -> list[tuple[str, ...]]:
    return [*((field.name,) for field in fields(Metadata) if field.name not in VISIBILITY), VISIBILITY]


def _came_due(told: Metadata, theirs: Metadata) -> bool:
    """Whether the video is public because its time came: nobody's change, just what was asked for."""
    return bool(told.publish_at) and theirs.privacy == "public" and not theirs.publish_at


def _same(name: str, one: Metadata, other: Metadata) -> bool:
    """Whether two values say the same to YouTube, which tidies what it is given and may not tell the language."""
    tidy = TIDY.get(name)
    left, right = getattr(one, name), getattr(other, name)
    if name == "language" and not (left and right):
        return True
    return bool(tidy(left) == tidy(right)) if tidy else bool(left == right)


def _tidy_text(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _tidy_tags(tags: tuple[str, ...]) -> list[str]:
    return sorted({" ".join(tag.split()).casefold() for tag in tags})


TIDY: dict[str, Callable[[Any], object]] = {"title": _tidy_text, "description": _tidy_text, "tags": _tidy_tags}
