"""From a recording to a published video, in ten steps. Read this page first.

    ingest      what was recorded: parts, streams, picture times          recording.json  packets.npz
    listen      channels, loudness, true peaks, speech, who speaks        mix.json  levels.npz  speech.json  speakers.json …
    look        slide changes, a still of each slide                      slides.json  slides/
    transcribe  the words, with times                                     words.json
    plan        what is kept, and the chapters                            edit.json  chapters.vtt  chapters.json
    caption     the captions, in every format, and the transcript         captions.da.vtt  captions.da.srt …
    bumper      intro and outro                                           intro.mp4  outro.mp4
    render      the finished video                                        video.mp4  poster.jpg  storyboard.jpg …
    check       what a person should look at                              report.json  report.html
    publish     the page in the media folder, the video on YouTube        ledger.json

Each step is a value in a file of its own under `steps/`; `steps/runner.py` skips those whose inputs have not changed. A killed
run therefore goes on where it was. The rooms that they ask, in the same order: `recording/` `listen/` `look/` `speech/`
`plan/cut/` `plan/captions/` `render/bumpers/` `render/` `report/` `publish/`. What a run needs around its steps (the request, the
project, what people hand in, the `--json` document) is in `runs/`.
"""

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module

from vbn_video.events import Emit
from vbn_video.evidence import Recording
from vbn_video.project import Project, disk_errors, read_value
from vbn_video.recording.sources import Sources
from vbn_video.runs.expected.room import check_room
from vbn_video.runs.forget_uncut import forget_uncut
from vbn_video.runs.handed_in import take_in
from vbn_video.runs.opening import open_run
from vbn_video.runs.projects import find_project
from vbn_video.runs.request import RunRequest
from vbn_video.runs.run_result import RunResult
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.meeting_file import read_meeting
from vbn_video.steps.record import Record
from vbn_video.steps.runner import RunContext, note_inputs, run_step, would_run
from vbn_video.steps.step import Step

STEP_NAMES = ("ingest", "listen", "look", "transcribe", "plan", "caption", "bumper", "render", "check", "publish")


def run(request: RunRequest, emit: Emit) -> RunResult:
    """Take a recording through the steps up to `request.until`.

    Raises:
        VbnError: with its sentence and exit code; the project goes on from there at the next run.
    """
    with open_run(request, emit) as opened:
        request, project, record = opened.request, opened.project, opened.record
        results, taken = [], []
        for step, context in _steps(request, opened.sources, lambda: take_in(opened)):
            if step.name == "listen" and "render" in steps_until(request.until):
                check_room(project, record, request, partial(_is_due, project, record, context))
            results.append(run_step(step, project, record, context, opened.emit))
            taken.append((step, context))
            if step.name == "plan":
                opened.remember_times()
        if request.until == "publish" and request.preset.privacy.forget_uncut:
            with disk_errors(project.folder):
                current = [(step, context) for step, context in taken if not would_run(step, project, record, context)]
                forget_uncut(project, record, opened.emit)
                for step, context in current:
                    note_inputs(step, project, record, context)
        return RunResult(project, tuple(results))


def steps_due(request: RunRequest) -> tuple[Project, tuple[str, ...]]:
    """The project and the steps that a run would take now; nothing is changed. All steps after one that runs are named too.

    Raises:
        VbnError: as `run` would, for what can be seen beforehand.
    """
    project, sources, request = find_project(request)
    names = steps_until(request.until)
    if not project.folder.exists():
        return project, names
    record = Record.of(project)
    request = request.with_earlier_times(record)
    if project.path("recording.json").exists():
        request.check_times(read_value(project.path("recording.json"), Recording).duration_us)
    for step, context in _steps(request, sources, lambda: read_meeting(project.path("meeting.toml"), request.overrides)):
        is_handed_in = step.name == "plan" and request.edit_file is not None
        if is_handed_in or would_run(step, project, record, context):
            return project, names[names.index(step.name) :]
    return project, ()


def steps_until(last: str) -> tuple[str, ...]:
    """The names of the steps up to and with `last`."""
    return STEP_NAMES[: STEP_NAMES.index(last) + 1]


def step_named(name: str) -> Step:
    """The step's value, from its file under `steps/`."""
    step: Step = import_module(f"vbn_video.steps.{name}").STEP
    return step


def _is_due(project: Project, record: Record, context: RunContext, last: str) -> bool:
    """Whether a run that has taken ingest would take a step up to and with `last`, and so make anew what that one makes."""
    return any(would_run(step_named(name), project, record, context) for name in steps_until(last)[1:])


def _steps(request: RunRequest, sources: Sources, meeting_of: Callable[[], Meeting]) -> Iterator[tuple[Step, RunContext]]:
    """The loop: each step with what it is handed; the meeting is asked for once ingest, which needs none, is through."""
    meeting = Meeting()
    for name in steps_until(request.until):
        yield step_named(name), request.context(sources.root, meeting)
        if name == "ingest":
            meeting = meeting_of()
