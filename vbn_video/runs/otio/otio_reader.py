"""An OpenTimelineIO timeline as an edit plan: what can be taken is, and what can't is named, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from vbn_video.clock import typed_time, us
from vbn_video.codec import JsonError, from_values, parse_json
from vbn_video.decisions import EditPlan, KeptSpan, SilencedSpan
from vbn_video.errors import InputError
from vbn_video.evidence import Recording
from vbn_video.messages import _
from vbn_video.plan.cut.edit_text import EDITOR
from vbn_video.runs.otio.otio_package import OURS, load_otio
from vbn_video.timeline import subtract

NEAR_US = 50_000
"""A sound that ends so near to its picture is cut with it; a clip so near to where we put it was not moved."""


@dataclass(frozen=True)
class Piece:
    """A stretch of the recording that a track shows or plays."""

    at_us: int
    """Where on the track."""
    start_us: int
    end_us: int
    """On the recording clock."""
    name: str
    ours: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class TakenPlan:
    """What a timeline says in our terms."""

    plan: EditPlan
    left: tuple[str, ...]
    """A sentence for each thing that could not be taken."""


def read_otio(text: str, recording: Recording, path: object) -> TakenPlan:
    """The plan of an `.otio` file's text.

    Raises:
        InputError: it is no timeline, or none of its pictures is this recording's.
        MissingError: opentimelineio is not installed.
    """
    otio = load_otio()
    timeline = _timeline(otio, text, path)
    reader = _Reader(otio, recording)
    pictures, sounds = _tracks(timeline, otio.schema.TrackKind.Video), _tracks(timeline, otio.schema.TrackKind.Audio)
    shown: list[Piece] = []
    for track in pictures:
        pieces = reader.pieces(track)
        if shown:
            reader.left += [
                _("The clip “{name}” of the track “{track}” lies over another one: it is left out.").format(
                    name=piece.name, track=track.name
                )
                for piece in pieces
            ]
        else:
            shown = pieces
    if not shown:
        raise InputError(
            _("{path} shows nothing of this recording: no clip of it is {file}."), path=path, file=recording.parts[0].file
        )
    heard = [piece for track in sounds for piece in reader.pieces(track)]
    reader.name_markers(timeline)
    kept = tuple(reader.kept(shown))
    ours = _ours(timeline) or {}
    silenced = _silenced(kept, heard, ours) if heard else _ours_silenced(ours)
    reader.left += [
        _("The sound at {start}-{end} has no picture here: it is left out.").format(
            start=typed_time(start_us), end=typed_time(end_us)
        )
        for start_us, end_us in subtract(
            ((one.start_us, one.end_us) for one in heard), [(one.start_us, one.end_us) for one in kept]
        )
        if end_us - start_us > NEAR_US
    ]
    intro_us, outro_us = (us(value) if isinstance(value := ours.get(key), (int, float)) else 0 for key in ("intro", "outro"))
    return TakenPlan(EditPlan(kept, intro_us, outro_us, silenced), tuple(dict.fromkeys(reader.left)))


def _timeline(otio: Any, text: str, path: object) -> Any:
    try:
        parse_json(text)  # the package's own reader has no limits
        found = otio.adapters.read_from_string(text, "otio_json")
    except JsonError as error:
        sentence = _("{path}, line {line}: this is not JSON any more: {why}.")
        raise InputError(sentence, path=path, line=error.line, why=error.why) from error
    except Exception as error:  # the package raises what its C++ raises: ValueError, KeyError, OTIOError …
        raise InputError(_("{path} is no timeline of OpenTimelineIO. Export it again as .otio."), path=path) from error
    candidates = [found, *(found if isinstance(found, otio.schema.SerializableCollection) else ())]
    timeline = next((one for one in candidates if isinstance(one, otio.schema.Timeline)), None)
    if timeline is None:
        raise InputError(_("{path} is no timeline of OpenTimelineIO. Export it again as .otio."), path=path)
    return timeline


def _tracks(timeline: Any, kind: str) -> list[Any]:
    return [track for track in timeline.tracks if getattr(track, "kind", None) == kind]


class _Reader:
    """Reads tracks, and notes what can't be taken."""

    def __init__(self, otio: Any, recording: Recording) -> None:
        self.otio, self.recording = otio, recording
        self.left: list[str] = []

    def pieces(self, track: Any) -> list[Piece]:
        """What of the recording the track shows or plays, in its order."""
        found: list[Piece] = []
        schema, at_us = self.otio.schema, 0
        for child in track:
            if isinstance(child, schema.Transition):
                sentence = _("The transition “{name}” at {time} of the track “{track}” becomes a cut.")
                self.left.append(sentence.format(name=child.name, time=typed_time(at_us), track=track.name))
                continue
            length_us = us(child.duration().to_seconds())
            if isinstance(child, schema.Gap):
                if track.kind == schema.TrackKind.Video and length_us:
                    sentence = _("The gap of {length} at {time} of the track “{track}” is left out: what follows comes at once.")
                    self.left.append(sentence.format(length=typed_time(length_us), time=typed_time(at_us), track=track.name))
            elif not child.enabled:
                self._leave(child, track, _("it is switched off"))
            elif isinstance(child, schema.Clip):
                found += self._clip(child, track, at_us)
            else:
                found += self._nested(child, track, at_us, length_us)
            at_us += length_us
        return found

    def kept(self, shown: Sequence[Piece]) -> Iterator[KeptSpan]:
        """The pieces as kept spans: in the recording's order, each moment once."""
        until_us = 0
        for before, piece in pairwise(shown):
            if piece.start_us < before.end_us - NEAR_US:
                sentence = _("The clip “{name}” at {time} stands after what was recorded later: the recording's order is kept.")
                self.left.append(sentence.format(name=piece.name, time=typed_time(piece.at_us)))
        for piece in sorted(shown, key=lambda one: one.start_us):
            span = _with_ours(piece)
            if span.start_us < until_us:
                span = replace(span, start_us=until_us, start_side=EDITOR)
            if span.start_us < span.end_us:
                yield span
                until_us = span.end_us

    def name_markers(self, timeline: Any) -> None:
        """Name the markers that are not the chapters we wrote."""
        for thing in (timeline.tracks, *timeline.tracks):
            for marker in thing.markers:
                if (_ours(marker) or {}).get("chapter") != marker.name:
                    sentence = _("The marker “{name}” is not taken: chapters stand in chapters.vtt.")
                    self.left.append(sentence.format(name=marker.name))

    def _clip(self, clip: Any, track: Any, at_us: int) -> list[Piece]:
        part = self._part_of(clip)
        if part is None:
            self._leave(clip, track, _("it is not of this recording"))
            return []
        speed = 1.0
        for effect in clip.effects:
            if isinstance(effect, self.otio.schema.FreezeFrame):
                self._leave(clip, track, _("it is a frame that stands still"))
                return []
            if isinstance(effect, self.otio.schema.LinearTimeWarp):
                speed *= effect.time_scalar
            else:
                sentence = _("The effect “{effect}” of the clip “{name}” on the track “{track}” is left out.")
                name = effect.name or effect.effect_name
                self.left.append(sentence.format(effect=name, name=clip.name, track=track.name))
        if speed != 1.0:
            sentence = _(
                "The clip “{name}” at {time} of the track “{track}” has {speed} % speed: it is played as it was recorded."
            )
            told = sentence.format(name=clip.name, time=typed_time(at_us), track=track.name, speed=round(100 * speed))
            self.left.append(told)
        source = clip.trimmed_range()
        available = clip.available_range() if clip.media_reference.available_range else None
        first_us = us(source.start_time.to_seconds() - (available.start_time.to_seconds() if available else 0.0))
        start_us = self.recording.part_starts_us[part] + first_us
        end_us = start_us + us(source.duration.to_seconds() * abs(speed))
        inside = max(start_us, 0), min(end_us, self.recording.duration_us)
        if inside[0] >= inside[1]:
            self._leave(clip, track, _("it lies outside the recording"))
            return []
        if inside[0] - start_us > NEAR_US or end_us - inside[1] > NEAR_US:
            sentence = _(
                "The clip “{name}” at {time} of the track “{track}” reaches beyond the recording: only what is in it is taken."
            )
            self.left.append(sentence.format(name=clip.name, time=typed_time(at_us), track=track.name))
        return [Piece(at_us, *inside, clip.name, _ours(clip))]

    def _nested(self, child: Any, track: Any, at_us: int, length_us: int) -> list[Piece]:
        """What of a track or stack within a track is shown: the lowest track of it that shows the recording."""
        tracks = [child] if isinstance(child, self.otio.schema.Track) else list(child)
        tracks = [one for one in tracks if isinstance(one, self.otio.schema.Track) and one.kind == track.kind]
        found = [pieces for one in tracks if (pieces := self.pieces(one))]
        if not found:
            self._leave(child, track, _("nothing of this recording is in it"))
            return []
        begin_us = us(child.source_range.start_time.to_seconds()) if child.source_range else 0
        inside: list[Piece] = []
        for piece in found[0]:
            first_us = max(begin_us - piece.at_us, 0)
            last_us = min(begin_us + length_us - piece.at_us, piece.end_us - piece.start_us)
            if first_us < last_us:
                place_us = at_us + piece.at_us + first_us - begin_us
                inside.append(replace(piece, at_us=place_us, start_us=piece.start_us + first_us, end_us=piece.start_us + last_us))
        return inside

    def _part_of(self, clip: Any) -> int | None:
        """Index of the part of the recording that a clip shows, known by its file's name; None where it is other media."""
        url = getattr(clip.media_reference, "target_url", None)
        path = self.otio.url_utils.filepath_from_url(url).replace("\\", "/") if url else clip.name
        files = [part.file for part in self.recording.parts]
        whole = [index for index, file in enumerate(files) if f"/{path}".endswith(f"/{file}")]
        by_name = [index for index, file in enumerate(files) if _file_name(path) == _file_name(file)]
        by_stem = [index for index, file in enumerate(files) if not url and path == PurePosixPath(file).stem]
        return next(iter((*whole, *by_name, *by_stem)), None)

    def _leave(self, thing: Any, track: Any, why: str) -> None:
        sentence = _("The clip “{name}” of the track “{track}” is left out: {why}.")
        self.left.append(sentence.format(name=thing.name or type(thing).__name__, track=track.name, why=why))


def _file_name(path: str) -> str:
    return PurePosixPath(path).name


def _with_ours(piece: Piece) -> KeptSpan:
    """The piece with what we wrote of it, as far as its ends are where we put them."""
    bare = KeptSpan(piece.start_us, piece.end_us, EDITOR, EDITOR)
    if piece.ours is None:
        return bare
    try:
        ours = from_values(KeptSpan, dict(piece.ours))
    except ValidationError:
        return bare
    if abs(ours.start_us - piece.start_us) <= NEAR_US:
        bare = replace(bare, start_us=ours.start_us, start_side=ours.start_side)
    if abs(ours.end_us - piece.end_us) <= NEAR_US:
        bare = replace(bare, end_us=ours.end_us, end_side=ours.end_side)
    return replace(bare, card=ours.card)


def _silenced(kept: Sequence[KeptSpan], heard: Sequence[Piece], ours: Mapping[str, Any]) -> tuple[SilencedSpan, ...]:
    """Where a picture is kept and no sound of it: by our own values where nobody has changed that."""
    written = _ours_silenced(ours)
    spans = [(span.start_us, span.end_us) for span in kept if not span.card]
    bare = subtract(spans, [(piece.start_us, piece.end_us) for piece in heard])
    then = [(one.start_us, one.end_us) for one in written]
    moved = [*subtract(bare, then), *subtract([piece for span in then for piece in _within(span, spans)], bare)]
    if all(end_us - start_us <= NEAR_US for start_us, end_us in moved):
        return written
    return tuple(SilencedSpan(*span) for span in bare if span[1] - span[0] > NEAR_US)


def _within(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    inside = [(max(span[0], first), min(span[1], last)) for first, last in spans]
    return [piece for piece in inside if piece[0] < piece[1]]


def _ours_silenced(ours: Mapping[str, Any]) -> tuple[SilencedSpan, ...]:
    try:
        return from_values(tuple[SilencedSpan, ...], ours.get("silenced", []))
    except ValidationError:
        return ()


def _ours(thing: Any) -> dict[str, Any] | None:
    """Our own values of an object, as plain Python ones."""
    value = thing.metadata.get(OURS)
    return _plain(value) if value is not None and hasattr(value, "keys") else None


def _plain(value: Any) -> Any:
    if hasattr(value, "keys"):
        return {str(key): _plain(value[key]) for key in value}
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return value
    return [_plain(one) for one in value]
