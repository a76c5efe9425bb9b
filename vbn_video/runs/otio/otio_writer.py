"""An edit plan as an OpenTimelineIO timeline: one picture track, one sound track, chapters as markers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vbn_video.clock import US_PER_S, seconds
from vbn_video.codec import to_values
from vbn_video.decisions import EditPlan, KeptSpan, SilencedSpan
from vbn_video.evidence import Recording
from vbn_video.runs.otio.otio_package import OURS, load_otio
from vbn_video.timeline import subtract


def otio_text(plan: EditPlan, recording: Recording, root: Path, name: str, chapters: Sequence[tuple[int, str]] = ()) -> str:
    """The timeline as an `.otio` file's text; `chapters`: (where it begins on the recording clock, its title).

    Raises:
        MissingError: opentimelineio is not installed.
    """
    otio = load_otio()
    rate = float(recording.parts[0].picture.rate)
    timeline = otio.schema.Timeline(name)
    silenced = to_values(tuple[SilencedSpan, ...], plan.silenced)
    timeline.metadata[OURS] = {"intro": seconds(plan.intro_us), "outro": seconds(plan.outro_us), "silenced": silenced}
    picture, sound = otio.schema.Track("V1", kind="Video"), otio.schema.Track("A1", kind="Audio")
    timeline.tracks.extend([picture, sound])
    at_us = 0
    for span in plan.kept:
        clip = _clip(otio, recording, root, (span.start_us, span.end_us), rate)
        clip.metadata[OURS] = to_values(KeptSpan, span)
        picture.append(clip)
        heard = subtract([(span.start_us, span.end_us)], plan.silent_us)
        for piece, is_heard in _pieces((span.start_us, span.end_us), heard):
            sound.append(_clip(otio, recording, root, piece, rate) if is_heard else _gap(otio, piece, rate))
        for chapter_us, title in chapters:
            if span.start_us <= chapter_us < span.end_us:
                begin = _time(otio, at_us + chapter_us - span.start_us, rate)
                marker = otio.schema.Marker(title, otio.opentime.TimeRange(begin, _time(otio, 0, rate)))
                marker.metadata[OURS] = {"chapter": title}
                timeline.tracks.markers.append(marker)
        at_us += span.end_us - span.start_us
    return str(timeline.to_json_string()) + "\n"


def _pieces(whole: tuple[int, int], heard: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, int], bool]]:
    """The pieces of a span in order, and whether each is heard."""
    silent = [(piece, False) for piece in subtract([whole], heard)]
    return sorted([*((piece, True) for piece in heard), *silent])


def _clip(otio: Any, recording: Recording, root: Path, span: tuple[int, int], rate: float) -> Any:
    starts_us = recording.part_starts_us
    index = max(index for index, start_us in enumerate(starts_us) if start_us <= span[0])
    part = recording.parts[index]
    available = _range(otio, (0, part.duration_us), rate)
    media = otio.schema.ExternalReference((root / part.file).absolute().as_uri(), available)
    source = _range(otio, (span[0] - starts_us[index], span[1] - starts_us[index]), rate)
    return otio.schema.Clip(Path(part.file).stem, media, source)


def _gap(otio: Any, span: tuple[int, int], rate: float) -> Any:
    return otio.schema.Gap(source_range=_range(otio, (0, span[1] - span[0]), rate))


def _range(otio: Any, span: tuple[int, int], rate: float) -> Any:
    return otio.opentime.TimeRange(_time(otio, span[0], rate), _time(otio, span[1] - span[0], rate))


def _time(otio: Any, at_us: int, rate: float) -> Any:
    """The time in frames, a fraction where it lies on none: exact, and what editing programs expect."""
    return otio.opentime.RationalTime(at_us * rate / US_PER_S, rate)
