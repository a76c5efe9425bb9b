"""A run begins: its project folder is made and held, its record is read, and from here on its events are logged."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from vbn_video.errors import VbnError
from vbn_video.events import Emit, Event, Found, Heard, Notice, Progress, StepBegan, StepEnded
from vbn_video.messages import _
from vbn_video.project import Project, disk_errors
from vbn_video.recording.sources import Sources
from vbn_video.runs.exchanged import settle_exchanged
from vbn_video.runs.projects import find_project
from vbn_video.runs.remembered_preset import remember_preset
from vbn_video.runs.request import RunRequest, emit_earlier_times
from vbn_video.steps.record import Record
from vbn_video.steps.runner import finish_placement


@dataclass(frozen=True)
class OpenRun:
    """A run that holds its project."""

    request: RunRequest
    """As it holds: paths absolute, with the start and end of an earlier run."""
    sources: Sources
    project: Project
    record: Record
    emit: Emit
    """The person's event sink, with the log."""

    def remember_times(self) -> None:
        """Let what the plan was asked for hold in later runs too."""
        if self.record.content.asked != self.request.asked_cut:
            self.record.save(asked=self.request.asked_cut)


@contextmanager
def open_run(request: RunRequest, emit: Emit) -> Iterator[OpenRun]:
    """Hold the request's project for one run; an error that ends the run is logged.

    Raises:
        VbnError: the recording is not there, the folder can't be made, another run holds it, or it is another recording's.
    """
    project, sources, request = find_project(request)
    project.create_folder()
    with project.lock():
        try:
            logged = _with_log(project, emit)
            record = _record(request, project, logged)
            settle_exchanged(project, sources, record, logged)
            in_force = request.with_earlier_times(record)
            emit_earlier_times(request, in_force, record, logged)
            yield OpenRun(in_force, sources, project, record, logged)
        except VbnError as error:
            project.log(error=error.message, exit_code=error.exit_code)
            raise


def _record(request: RunRequest, project: Project, emit: Emit) -> Record:
    """What was made from what, with what a killed run had not finished, and the recording's place noted."""
    record = Record.of(project)
    with disk_errors(project.folder):
        if record.unreadable:
            sentence = _("{path} can't be read any more: everything is made anew, but files that people edit stay as they are.")
            emit(Notice(sentence.format(path=record.path), "warning"))
            record.path.replace(record.path.with_name("steps.unreadable.json"))
        finish_placement(project, record)
        record.save(sources=tuple(str(path) for path in request.recordings))
    if request.chosen:
        remember_preset(project, request.chosen)
    return record


def _with_log(project: Project, emit: Emit) -> Emit:
    """The event sink, with every event but the ticking of progress and what was heard written to the log too."""

    def emit_and_log(event: Event) -> None:
        match event:
            case StepBegan() | StepEnded() | Found() | Notice():
                project.log(event=type(event).__name__, **asdict(event))
            case Progress() | Heard():
                pass
        emit(event)

    return emit_and_log
