"""Zoom's text sidecars of a recording, read and brought to the recording's clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vbn_video.decisions import EditPlan
from vbn_video.errors import InputError, MissingError
from vbn_video.events import Emit, Notice
from vbn_video.evidence import Recording, Sidecar, SidecarKind, SpeakerTurn
from vbn_video.formats.base import decode
from vbn_video.messages import _, ngettext
from vbn_video.reasons import system_reason
from vbn_video.recording.zoom.active_speakers import parse_timeline
from vbn_video.recording.zoom.zoom_captions import ZoomCue, parse_transcript
from vbn_video.timeline import Timeline
from vbn_video.untrusted.own_files import read_file

MOST_LINES = 50
"""Number of lines that are named in a notice."""
FOREIGN = 0.1
"""When so large a share of a text's cues begins after the recording's end, it belongs to another recording."""


@dataclass(frozen=True)
class ZoomText:
    """What the transcripts or captions of one kind say, on the recording clock, in order."""

    cues: tuple[ZoomCue, ...]
    whole_seconds: bool
    """Whether the times are whole seconds: each may be up to a second off."""
    parts: frozenset[int]
    """The parts of which there is a text."""


def read_cues(recording: Recording, root: Path, kind: SidecarKind, emit: Emit) -> ZoomText:
    """The cues of all sidecars of a kind (`transcript` or `captions`); notices tell what could not be used."""
    clock = Timeline.of(recording, EditPlan(()))
    cues: list[ZoomCue] = []
    whole, parts = True, set()
    for sidecar, part, text in _texts(recording, root, kind, emit):
        found = parse_transcript(text, named=kind == "transcript")
        if found.broken_lines:
            sentence = ngettext(
                "{file}: {count} caption can't be read, on line {lines}; it is left out.",
                "{file}: {count} captions can't be read, on the lines {lines}; they are left out.",
                len(found.broken_lines),
            )
            lines = ", ".join(map(str, found.broken_lines[:MOST_LINES])) + (" …" if len(found.broken_lines) > MOST_LINES else "")
            values = {"file": sidecar.file, "count": len(found.broken_lines), "lines": lines}
            emit(Notice(sentence.format(**values), "warning"))
        if inside := _inside(found.cues, recording, part, sidecar.file, emit):
            parts.add(part)
            whole = whole and found.whole_seconds
        elif not found.cues:
            emit(Notice(_("{file} holds no text.").format(file=sidecar.file), "warning"))
        cues += [
            replace(
                cue,
                start_us=clock.recording_from_source(part, cue.start_us),
                end_us=clock.recording_from_source(part, cue.end_us),
            )
            for cue in inside
        ]
    return ZoomText(tuple(sorted(cues, key=lambda cue: cue.start_us)), whole and bool(cues), frozenset(parts))


def read_zoom_text(recording: Recording, root: Path, emit: Emit) -> ZoomText:
    """The words that Zoom itself wrote down: of each part its transcript, else its captions; a notice names parts without.

    Raises:
        InputError: there is nothing of the kind beside the recording.
    """
    transcripts = read_cues(recording, root, "transcript", emit)
    captions = read_cues(recording, root, "captions", emit) if len(transcripts.parts) < len(recording.parts) else transcripts
    starts_us = [*recording.part_starts_us, recording.duration_us]
    more = [
        cue
        for part in captions.parts - transcripts.parts
        for cue in captions.cues
        if starts_us[part] <= cue.start_us < starts_us[part + 1]
    ]
    cues = tuple(sorted((*transcripts.cues, *more), key=lambda cue: cue.start_us))
    if not cues:
        sentence = _(
            "There is no text of Zoom's beside {path}, as [captions] source asks for. "
            'Put its ….transcript.vtt or ….cc.vtt there, or write source = "whisper".'
        )
        raise InputError(sentence, path=root / recording.parts[0].file)
    parts = transcripts.parts | captions.parts
    if missing := [part.file for index, part in enumerate(recording.parts) if index not in parts]:
        without = _("There is no text of Zoom's for {files}: there will be no captions there.")
        emit(Notice(without.format(files=", ".join(missing)), "warning"))
    return ZoomText(cues, transcripts.whole_seconds or (bool(more) and captions.whole_seconds), parts)


def read_active_speakers(recording: Recording, root: Path, emit: Emit) -> tuple[SpeakerTurn, ...]:
    """Who was shown as the speaker when, from the sidecars of the active-speaker view; notices tell what could not be used."""
    clock = Timeline.of(recording, EditPlan(()))
    turns: list[SpeakerTurn] = []
    for sidecar, part, text in _texts(recording, root, "timeline", emit):
        first_us, last_us = _source_span(recording, part)
        shown = parse_timeline(text, last_us)
        if shown is None or shown.broken:
            sentence = _("{file} can't be read as Zoom's list of speakers: what is broken is left out.")
            emit(Notice(sentence.format(file=sidecar.file), "warning"))
        for turn in shown.turns if shown else ():
            start_us, end_us = max(turn.start_us, first_us), min(turn.end_us, last_us)
            if start_us < end_us:
                times = (clock.recording_from_source(part, start_us), clock.recording_from_source(part, end_us))
                turns.append(SpeakerTurn(*times, turn.name))
    return tuple(sorted(turns, key=lambda turn: turn.start_us))


def _texts(recording: Recording, root: Path, kind: SidecarKind, emit: Emit) -> Iterator[tuple[Sidecar, int, str]]:
    """The sidecar of a kind of each part, and its text; notices tell which can't be used."""
    used: set[int] = set()
    for sidecar in recording.sidecars:
        if sidecar.kind != kind:
            continue
        try:
            data = read_file(root / sidecar.file)
        except OSError as error:
            emit(Notice(_("{file} can't be read: {why}.").format(file=sidecar.file, why=system_reason(error)), "warning"))
            continue
        except MissingError as error:
            emit(Notice(error.message, "warning"))
            continue
        if sidecar.part is None:
            sentence = _("{file} does not say to which part of the recording it belongs: it is not used.")
            emit(Notice(sentence.format(file=sidecar.file), "warning"))
        elif sidecar.part in used:
            emit(
                Notice(
                    _("{file} is one too many for its part of the recording: it is not used.").format(file=sidecar.file),
                    "warning",
                )
            )
        else:
            used.add(sidecar.part)
            yield sidecar, sidecar.part, decode(data)


def _inside(cues: Sequence[ZoomCue], recording: Recording, part: int, file: str, emit: Emit) -> tuple[ZoomCue, ...]:
    """The cues that begin within the part, none longer than it; all are left out where the text is of another recording."""
    first_us, last_us = _source_span(recording, part)
    inside = tuple(
        replace(cue, start_us=max(cue.start_us, first_us), end_us=min(cue.end_us, last_us))
        for cue in cues
        if cue.start_us < last_us and cue.end_us > first_us
    )
    outside = len(cues) - len(inside)
    if outside > FOREIGN * len(cues):
        sentence = _("{file} goes on after the recording's end: it belongs to another recording and is not used.")
        emit(Notice(sentence.format(file=file), "warning"))
        return ()
    if outside:
        sentence = ngettext(
            "{file}: {count} caption lies after the recording's end; it is left out.",
            "{file}: {count} captions lie after the recording's end; they are left out.",
            outside,
        )
        emit(Notice(sentence.format(file=file, count=outside), "warning"))
    return inside


def _source_span(recording: Recording, part: int) -> tuple[int, int]:
    """Where a part begins and ends on its own file's clock."""
    recorded = recording.parts[part]
    return recorded.source_start_us, recorded.source_start_us + recorded.duration_us
