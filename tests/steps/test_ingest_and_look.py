"""The first two steps as the pipeline runs them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.made_media import make_video
from vbn_video.codec import from_json
from vbn_video.errors import RecordingError
from vbn_video.events import Event, Found, Notice
from vbn_video.evidence import Recording, Slide
from vbn_video.project import Project
from vbn_video.recording.packets import load_packets
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.steps.ingest import STEP as INGEST
from vbn_video.steps.look import STEP as LOOK
from vbn_video.steps.record import Record
from vbn_video.steps.runner import RunContext, StepResult, run_step
from vbn_video.steps.step import Step

Run = Callable[[Step], tuple[StepResult, list[Event]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A Zoom folder with two parts and a chat."""
    folder = tmp_path / "2020-12-08 08.55.10 Møde 98765432101"
    for name in ("zoom_0.mp4", "zoom_1.mp4"):
        make_video(folder / name, seconds=1)
    (folder / "chat.txt").touch()
    return folder


@pytest.fixture
def run(tmp_path: Path, folder: Path) -> Run:
    project = Project(tmp_path / "møde.vbn")
    project.create_folder()

    def run(step: Step) -> tuple[StepResult, list[Event]]:
        events: list[Event] = []
        context = RunContext(folder, Preset(), Meeting(), {"sources": (str(folder),)})
        return run_step(step, project, Record.of(project), context, events.append), events

    return run


def test_ingest_writes_down_the_recording_and_says_what_it_found_and_chose(run: Run, tmp_path: Path) -> None:
    _ran, events = run(INGEST)
    recording = from_json(Recording, (tmp_path / "møde.vbn" / "recording.json").read_bytes())
    assert [part.file for part in recording.parts] == ["zoom_0.mp4", "zoom_1.mp4"]
    assert len(load_packets(tmp_path / "møde.vbn" / "packets.npz").pts) == 50
    assert [event.text for event in events if isinstance(event, Found)] == ["2 parts, 2 s, 320x180"]
    assert any(isinstance(event, Notice) and "order of their names" in event.text for event in events)


def test_look_writes_the_slides(run: Run, tmp_path: Path) -> None:
    run(INGEST)
    _ran, events = run(LOOK)
    slides = from_json(tuple[Slide, ...], (tmp_path / "møde.vbn" / "slides.json").read_bytes())
    assert slides[0] == Slide(0, 1.0, still="slides/001.jpg", still_us=slides[0].still_us)
    assert slides[0].still_us and 0 < slides[0].still_us < 2_000_000
    with Image.open(tmp_path / "møde.vbn" / "slides" / "001.jpg") as still:
        assert still.size == (320, 180)
    assert any(isinstance(event, Found) for event in events)


def test_a_machine_that_can_not_read_slides_is_told_so_once_and_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vbn_video.steps.look.reader_version", lambda: None)
    run(INGEST)
    _ran, events = run(LOOK)
    said = [event for event in events if isinstance(event, Notice)]
    assert [event.level for event in said] == ["info"] and 'pip install "vbn-video[slides]"' in said[0].text
    assert run(LOOK)[0].cached
    monkeypatch.setattr("vbn_video.steps.look.reader_version", lambda: "3.10.0")
    assert not run(LOOK)[0].cached, "once it can be read, it is"


def test_slides_for_which_there_is_no_time_at_all_are_counted(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vbn_video.steps.look.reader_version", lambda: "3.10.0")
    monkeypatch.setattr("vbn_video.steps.look.load_reader", lambda: pytest.fail("the reader is loaded"))
    make_video(folder / "zoom_1.mp4", seconds=3)
    run(INGEST)
    (said,) = [event.text for event in run(LOOK)[1] if isinstance(event, Notice)]
    assert "0 were read whole, of 0 the title, 1 were not read" in said


def test_nothing_is_read_again_until_a_file_or_the_files_beside_it_change(run: Run, folder: Path) -> None:
    run(INGEST)
    assert run(INGEST)[0].cached
    (folder / "meeting_saved_chat.txt").touch()
    assert not run(INGEST)[0].cached
    assert run(INGEST)[0].cached
    make_video(folder / "zoom_1.mp4", seconds=2)
    assert not run(INGEST)[0].cached


def test_a_recording_that_zoom_begins_to_convert_anew_is_refused(run: Run, folder: Path) -> None:
    run(INGEST)
    (folder / "recording.conf").write_text('{"items": [{"video": "zoom_0.mp4", "process": 7}]}', encoding="utf-8")
    with pytest.raises(RecordingError, match=r"\(7 %\)"):
        run(INGEST)
