"""From a recording to a published video, in ten steps. Read this page first.

    ingest      what was recorded: parts, streams, picture times          recording.json  packets.npz
    listen      loudness, true peaks, speech spans, who speaks            levels.npz  speech.json  speakers.json
    look        slide changes                                             slides.json
    transcribe  the words, with times                                     words.json
    plan        what is kept, and the chapters                            edit.json  chapters.vtt
    caption     the captions, in every format, and the transcript         captions.da.vtt  captions.da.srt …
    bumper      intro and outro                                           intro.mp4  outro.mp4
    render      the finished video                                        video.mp4  poster.jpg
    check       what a person should look at                              report.json  report.html
    publish     the page in the media folder                              ledger.json

Each step is a value in a file of its own under `steps/`; `steps/runner.py` skips those whose inputs have not changed. A killed
run therefore goes on where it was.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vbn_video.codec import from_json
from vbn_video.errors import InputError, RecordingError, VbnError
from vbn_video.events import Emit, Event, Found, Heard, Notice, Progress, StepBegan, StepEnded
from vbn_video.evidence import Recording
from vbn_video.formats.vtt import clock, decode
from vbn_video.messages import _
from vbn_video.project import SUFFIX, Project, disk_errors, write_atomically
from vbn_video.recording.find import find_sources
from vbn_video.runs.forget_uncut import forget_uncut
from vbn_video.runs.run_document import document
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.meeting_file import read_meeting, settle_meeting
from vbn_video.steps.edited_files import refuse
from vbn_video.steps.record import Record
from vbn_video.steps.runner import Context, Ran, finish_placing, run_step, would_run

if TYPE_CHECKING:
    from vbn_video.recording.find import Sources
    from vbn_video.settings.meeting import Meeting
    from vbn_video.settings.preset import Preset
    from vbn_video.steps.step import Step

STEP_NAMES = ("ingest", "listen", "look", "transcribe", "plan", "caption", "bumper", "render", "check", "publish")


def step_named(name: str) -> Step:
    """The step's value, from its file under `steps/`."""
    step: Step = import_module(f"vbn_video.steps.{name}").STEP
    return step


@dataclass(frozen=True)
class RunRequest:
    """Everything that a person asked for in one run."""

    recordings: tuple[Path, ...]
    """A Zoom folder, a file, the parts of one meeting in their order, or a project folder."""
    preset: Preset
    workspace: Path | None = None
    meeting_file: Path | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)
    """Keys of `meeting.toml` given on the command line: title, theme, date, speakers."""
    edit_file: Path | None = None
    start_us: int | None = None
    end_us: int | None = None
    """Where the meeting begins and ends on the recording clock, if the person says so."""
    until: str = "publish"
    to: tuple[str, ...] = ()
    """Targets; empty: those of the preset."""
    public: bool = False
    """Everybody may see the video on YouTube, whatever the preset says."""
    limit_rate: int | None = None
    """Bytes a second, sent to YouTube."""
    replace: bool = False
    discard_edits: bool = False
    despite_findings: bool = False


@dataclass(frozen=True)
class RunResult:
    """How a run went."""

    project: Project
    steps: tuple[Ran, ...]

    def document(self) -> dict[str, Any]:
        """The document of `--json`; its keys are those of the design."""

        return document(self.project, self.steps)

    @property
    def links(self) -> tuple[str, ...]:
        """Where the published video can be seen."""
        publications = self.steps[-1].memory.get("publications", ()) if self.steps[-1].name == "publish" else ()
        return tuple(publication["url"] for publication in publications)


def run(request: RunRequest, emit: Emit) -> RunResult:
    """Take a recording through the steps up to `request.until`.

    Raises:
        VbnError: with its sentence and exit code; the project goes on from there at the next run.
    """
    request, sources = _find(request)
    project = Project.beside(request.recordings[0], sources.name, request.workspace)
    project.make()
    with project.lock():
        emit = _logged(project, emit)
        try:
            return _run_locked(request, sources, project, emit)
        except VbnError as error:
            project.log(error=error.message, exit_code=error.exit_code)
            raise


def _run_locked(request: RunRequest, sources: Sources, project: Project, emit: Emit) -> RunResult:

    record = _record(request, project, emit)
    asked_now, request = request, _as_asked_before(request, record)
    _say_asked_before(asked_now, _asked(request), emit)
    ran, meeting = [], Meeting()
    for name in STEP_NAMES[: STEP_NAMES.index(request.until) + 1]:
        context = _context(request, sources, meeting)
        ran.append(run_step(step_named(name), project, record, context, emit))
        if name == "ingest":
            meeting = _settle_meeting(request, project, record, emit)
            if request.edit_file:
                _take_edit(request.edit_file, project, record)
        if name == "plan" and record.content.asked != _asked(request):
            record.save(asked=_asked(request))
    if request.until == "publish" and request.preset.privacy.forget_uncut:
        with disk_errors(project.folder):
            forget_uncut(project, record, emit)
    return RunResult(project, tuple(ran))


def _record(request: RunRequest, project: Project, emit: Emit) -> Record:
    """What was made from what, with what a killed run had not finished, and the recording's place noted."""
    record = Record.of(project)
    with disk_errors(project.folder):
        if record.unreadable:
            sentence = _("{path} can't be read any more: everything is made anew, but files that people edit stay as they are.")
            emit(Notice(sentence.format(path=record.path), "warning"))
            record.path.replace(record.path.with_name("steps.unreadable.json"))
        finish_placing(project, record)
        record.save(sources=tuple(str(path) for path in request.recordings))
    return record


def _as_asked_before(request: RunRequest, record: Record) -> RunRequest:
    """The request with the start and end of an earlier run where this one names none.

    They stand in `edit.json` once that was edited by hand, and are forgotten with the edits.
    """
    if request.discard_edits or request.edit_file or record.is_edited("edit.json", "plan"):
        return request
    asked = {**record.content.asked, **_asked(request)}
    return replace(request, start_us=asked.get("start_us"), end_us=asked.get("end_us"))


def _asked(request: RunRequest) -> dict[str, int]:
    return {key: value for key in ("start_us", "end_us") if (value := getattr(request, key)) is not None}


def _say_asked_before(request: RunRequest, asked: Mapping[str, int], emit: Emit) -> None:

    before = [f"--{key.removesuffix('_us')} {clock(value)}" for key, value in asked.items() if getattr(request, key) is None]
    if before:
        sentence = _("{options} of an earlier run still holds; --discard-edits undoes it.")
        emit(Notice(sentence.format(options=" ".join(before))))


def plan_run(request: RunRequest) -> tuple[Project, tuple[str, ...]]:
    """The project and the steps that a run would take now; nothing is changed. All steps after one that runs are named too.

    Raises:
        VbnError: as `run` would, for what can be seen beforehand.
    """

    request, sources = _find(request)
    project = Project.beside(request.recordings[0], sources.name, request.workspace)
    names = STEP_NAMES[: STEP_NAMES.index(request.until) + 1]
    if not project.folder.exists():
        return project, names
    record, meeting = Record.of(project), Meeting()
    request = _as_asked_before(request, record)
    for index, name in enumerate(names):
        new_plan = name == "plan" and request.edit_file is not None
        if new_plan or would_run(step_named(name), project, record, _context(request, sources, meeting)):
            return project, names[index:]
        if name == "ingest":
            meeting = read_meeting(project.path("meeting.toml"), request.overrides)
    return project, ()


def existing_project(path: Path, workspace: Path | None = None) -> Project:
    """The project that a person named by its folder or by its recording; the recording itself may be gone.

    Raises:
        InputError: there is none.
    """
    path = Path(os.path.abspath(path))
    if path.name.endswith(SUFFIX) and path.is_dir():
        return Project(path)

    if not path.exists():
        for name in (path.name, path.stem):
            if (project := Project.beside(path, name, workspace)).folder.is_dir():
                return project
    sources = find_sources([path])
    project = Project.beside(path, sources.name, workspace)
    if not project.folder.is_dir():
        raise InputError(_("There is no project for {path} yet: nothing of it has been run or published here."), path=path)
    return project


def _find(request: RunRequest) -> tuple[RunRequest, Sources]:
    """The recorded files; for a project folder, those that it was made from, and its place as the workspace."""

    recordings = tuple(Path(os.path.abspath(path)) for path in request.recordings)
    workspace = Path(os.path.abspath(request.workspace)) if request.workspace else None
    if len(recordings) == 1 and recordings[0].name.endswith(SUFFIX) and recordings[0].is_dir():
        folder = recordings[0]
        recordings = tuple(_moved_along(Path(path), folder) for path in Record.of(Project(folder)).content.sources)
        if not recordings:
            raise RecordingError(_("{path} does not say which recording it was made from. Name the recording."), path=folder)
        workspace = folder.parent
    return replace(request, recordings=recordings, workspace=workspace), find_sources(recordings)


def _moved_along(recording: Path, project: Path) -> Path:
    """Where the recording is now: where it was, or beside the project if both were moved."""
    beside = project.with_name(recording.name)
    return recording if recording.exists() or not beside.exists() else beside


def _context(request: RunRequest, sources: Sources, meeting: Meeting) -> Context:
    values = {
        "sources": tuple(str(path) for path in request.recordings),
        "start_us": request.start_us,
        "end_us": request.end_us,
        "to": tuple(dict.fromkeys(request.to or request.preset.publish.to)),
        "public": request.public,
        "limit_rate": request.limit_rate,
        "replace": request.replace,
        "despite_findings": request.despite_findings,
    }
    taken = ("edit.json",) if request.edit_file else ()
    return Context(sources.root, request.preset, meeting, values, request.discard_edits, taken)


def _settle_meeting(request: RunRequest, project: Project, record: Record, emit: Emit) -> Meeting:

    recording = from_json(Recording, project.path("recording.json").read_bytes())
    beside = Path(request.recordings[0]) / "meeting.toml"
    given = request.meeting_file or (beside if beside.is_file() else None)
    with disk_errors(project.folder):
        memory, language = dict(record.content.meeting), request.preset.website.language
        meeting, written = settle_meeting(
            project.path("meeting.toml"), recording, given, request.overrides, memory, emit, language=language
        )
        record.save(meeting=written)
    return meeting


def _take_edit(file: Path, project: Project, record: Record) -> None:
    """Take the plan that a person made elsewhere as if it had been edited here; one that is not valid is not taken.

    Raises:
        InputError: it can't be read or understood; the project's own plan stands.
    """
    from vbn_video.plan.cut.edit_text import parse_edit

    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(_("The edit plan {path} can't be read: {why}."), path=file, why=error.strerror) from error
    recording = from_json(Recording, project.path("recording.json").read_bytes())
    refuse(file, parse_edit(decode(data), recording.duration_us).problems)
    with disk_errors(project.folder):
        write_atomically(project.path("edit.json"), data)
        record.save(edited={**record.content.edited, "edit.json": "plan"})


def _logged(project: Project, emit: Emit) -> Emit:
    """The event sink, with every event but the ticking of progress and what was heard written to the log too."""

    def emit_and_log(event: Event) -> None:
        match event:
            case StepBegan() | StepEnded() | Found() | Notice():
                project.log(event=type(event).__name__, **asdict(event))
            case Progress() | Heard():
                pass
        emit(event)

    return emit_and_log
