"""What people hand in for a run, `meeting.toml` and an edit plan: taken into the project once ingest knows the recording."""

from pathlib import Path

from vbn_video.codec import to_json
from vbn_video.decisions import EditPlan
from vbn_video.errors import InputError
from vbn_video.events import Notice
from vbn_video.evidence import Recording
from vbn_video.formats.base import decode, refuse
from vbn_video.messages import _
from vbn_video.project import disk_errors, read_value, write_atomically
from vbn_video.reasons import system_reason
from vbn_video.runs.opening import OpenRun
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.meeting_file import settle_meeting


def take_in(run: OpenRun) -> Meeting:
    """Bring the project's `meeting.toml` up to date, and its `edit.json` where one was handed in; returns the meeting.

    Raises:
        InputError: a file that was handed in can't be read or understood (the project's own stands), or a time that was asked for
            lies after the recording's end.
    """
    recording = read_value(run.project.path("recording.json"), Recording)
    run.request.check_times(recording.duration_us)
    meeting = _take_meeting(run, recording)
    if run.request.edit_file:
        _take_edit(run, run.request.edit_file, recording)
    return meeting


def _take_meeting(run: OpenRun, recording: Recording) -> Meeting:
    request, record = run.request, run.record
    beside = Path(request.recordings[0]) / "meeting.toml"
    given = request.meeting_file or (beside if beside.is_file() else None)
    with disk_errors(run.project.folder):
        meeting, written = settle_meeting(
            run.project.path("meeting.toml"),
            recording,
            given,
            request.overrides,
            dict(record.content.meeting),
            run.emit,
            language=request.preset.website.language,
        )
        record.save(meeting=written)
    return meeting


def _take_edit(run: OpenRun, file: Path, recording: Recording) -> None:
    """Take the plan that a person made elsewhere as if it had been edited here."""
    data, left = read_edit_file(file, recording)
    for sentence in left:
        run.emit(Notice(sentence, "warning"))
    with disk_errors(run.project.folder):
        write_atomically(run.project.path("edit.json"), data)
        run.record.save(edited={**run.record.content.edited, "edit.json": "plan"})


def read_edit_file(file: Path, recording: Recording) -> tuple[bytes, tuple[str, ...]]:
    """(the bytes of `edit.json` for a plan that was handed in, a sentence for each thing in it that could not be taken).

    Raises:
        InputError: the file can't be read or understood.
        MissingError: it is an OpenTimelineIO file, and the package for those is not installed.
    """
    from vbn_video.plan.cut.edit_text import parse_edit

    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(_("The edit plan {path} can't be read: {why}."), path=file, why=system_reason(error)) from error
    if file.suffix.lower() == ".otio":
        from vbn_video.runs.otio.otio_reader import read_otio

        taken = read_otio(decode(data), recording, file)
        return to_json(EditPlan, taken.plan).encode(), taken.left
    refuse(parse_edit(decode(data), recording.duration_us).problems, file.name, file, is_made=False)
    return data, ()
