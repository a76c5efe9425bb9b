"""The recording by ranges, its waveform, a copy for browsers that can't play it, and that nothing else is given out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest

from tests.made_media import make_video
from tests.review.serving_made import Page, review_server
from tests.running import SAMPLE, vbn_video
from vbn_video.codec import to_json
from vbn_video.evidence import Recording
from vbn_video.listen.levels import load_levels
from vbn_video.project import Project, read_value
from vbn_video.review.media.proxies import Proxies, ProxyWork
from vbn_video.review.media.recorded_files import RecordedFile, read_recording, recorded_files

VIDEO = next(SAMPLE.glob("*.mp4"), Path("video.mp4"))


def media(page: Page, project: Project, what: str) -> str:
    return f"/media/{page.key_of(project.folder)}/{what}"


def changed(project: Project, **part: Any) -> None:
    recording = read_value(project.path("recording.json"), Recording)
    other = replace(recording, parts=(replace(recording.parts[0], **part), *recording.parts[1:]))
    project.path("recording.json").write_text(to_json(Recording, other), encoding="utf-8")


def test_any_range_of_the_recording_is_the_file_itself(page: Page, project: Project) -> None:
    data = VIDEO.read_bytes()
    whole = page.get(media(page, project, "0"))
    assert (whole.status, whole.headers["content-type"], whole.headers["accept-ranges"]) == (200, "video/mp4", "bytes")
    assert whole.body == data
    for asked, found in (("0-0", data[:1]), ("100-199", data[100:200]), (f"{len(data) - 5}-", data[-5:]), ("-7", data[-7:])):
        part = page.get(media(page, project, "0"), Range=f"bytes={asked}")
        assert (part.status, part.body) == (206, found)
    assert page.get(media(page, project, "0"), Range=f"bytes={len(data)}-").status == 416


def test_the_overview_names_the_parts_and_where_they_begin(page: Page, project: Project) -> None:
    document = page.get(f"/api/projects/{page.key_of(project.folder)}").document
    recording = read_value(project.path("recording.json"), Recording)
    (part,) = document["parts"]
    assert part == {
        "media": media(page, project, "0"),
        "start_us": 0,
        "duration_us": recording.parts[0].duration_us,
        "media_start_us": recording.parts[0].source_start_us,
        "type": "video/mp4",
        "proxy": False,
        "missing": False,
    }
    assert document["duration_us"] == recording.duration_us
    assert document["has"] == {
        "captions": False, "cut": False, "chapters": False, "words": False, "report": False, "peaks": True,
    }  # fmt: skip


def test_the_waveform_is_twenty_pairs_a_second_and_as_high_as_the_true_peaks(page: Page, project: Project) -> None:
    answer = page.get(media(page, project, "peaks"))
    assert answer.headers["x-peaks-per-second"] == "20"
    pairs = np.frombuffer(answer.body, np.int8).reshape(-1, 2)
    recording, levels = read_value(project.path("recording.json"), Recording), load_levels(project.path("levels.npz"))
    assert abs(len(pairs) - recording.duration_us / 50_000) <= 1
    assert (pairs[:, 0] == -pairs[:, 1]).all()
    for number in (0, 100, 1000, 2000):
        highest = 10 ** (levels.hop_true_peak_dbtp[number * 5 : number * 5 + 5].max() / 20)
        assert pairs[number, 1] == round(min(float(highest), 1) * 127)
    assert pairs.max() > 20


@pytest.mark.parametrize(
    "what", ["1", "99", "slides/001.jpg", "slides/x.txt", "poster.jpg", "report.html", "ledger.json", "log.jsonl"]
)
def test_what_is_not_there_or_no_picture_is_not_given_out(page: Page, project: Project, what: str) -> None:
    project.path("slides").mkdir()
    project.path("slides/x.txt").write_text("x")
    project.path("ledger.json").write_text("{}")
    assert page.get(media(page, project, what)).status == 404


def test_stills_poster_and_report_are_given_out_and_the_report_can_run_nothing(page: Page, project: Project) -> None:
    project.path("slides").mkdir()
    for name in ("slides/001.jpg", "poster.jpg", "report.html"):
        project.path(name).write_bytes(b"<script>")
    assert page.get(media(page, project, "slides/001.jpg")).headers["content-type"] == "image/jpeg"
    assert page.get(media(page, project, "poster.jpg")).headers["content-type"] == "image/jpeg"
    policy = page.get(media(page, project, "report.html")).headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy


def test_a_link_in_a_stills_place_leads_nowhere(page: Page, project: Project, tmp_path: Path) -> None:
    (tmp_path / "hemmelig.jpg").write_bytes(b"hemmelig")
    project.path("slides").mkdir()
    project.path("slides/001.jpg").symlink_to(tmp_path / "hemmelig.jpg")
    assert page.get(media(page, project, "slides/001.jpg")).status == 404


@pytest.mark.parametrize("file", ["../../../../etc/passwd", "/etc/passwd", "../meeting.toml"])
def test_a_project_that_was_meddled_with_leads_to_no_other_file(page: Page, project: Project, file: str) -> None:
    document = json.loads(project.path("recording.json").read_text(encoding="utf-8"))
    document["parts"][0]["file"] = file
    project.path("recording.json").write_text(json.dumps(document), encoding="utf-8")
    answer = page.get(media(page, project, "0"))
    assert answer.status in (400, 409)
    assert page.get(f"/api/projects/{page.key_of(project.folder)}").document["parts"][0]["missing"] is True


def test_no_name_leads_out_of_the_recordings_folder_not_even_to_the_same_bytes(project: Project, tmp_path: Path) -> None:
    recorded = tmp_path / "optaget" / SAMPLE.name
    recorded.mkdir(parents=True)
    outside = recorded.parent / VIDEO.name
    outside.write_bytes(VIDEO.read_bytes())
    record = json.loads(project.path("steps.json").read_text(encoding="utf-8"))
    project.path("steps.json").write_text(json.dumps(record | {"sources": [str(recorded)]}), encoding="utf-8")
    changed(project, file=f"../{VIDEO.name}")
    recording = read_recording(project)
    assert recording is not None
    assert [file.path for file in recorded_files(project, recording)] == [None]
    outside.rename(recorded / VIDEO.name)
    changed(project, file=VIDEO.name)
    recording = read_recording(project)
    assert recording is not None
    assert [file.path for file in recorded_files(project, recording)] == [recorded / VIDEO.name]


def test_another_file_under_the_recordings_name_is_not_the_recording(project: Project) -> None:
    changed(project, identity=replace(read_value(project.path("recording.json"), Recording).parts[0].identity, size=5))
    recording = read_recording(project)
    assert recording is not None
    assert [file.path for file in recorded_files(project, recording)] == [None]


def test_a_recording_that_was_only_copied_is_the_same(project: Project) -> None:
    identity = read_value(project.path("recording.json"), Recording).parts[0].identity
    changed(project, identity=replace(identity, modified_ns=identity.modified_ns + 1))
    recording = read_recording(project)
    assert recording is not None
    assert [file.path for file in recorded_files(project, recording)] == [VIDEO]


def test_a_recording_that_is_gone_is_said(page: Page, project: Project) -> None:
    record = json.loads(project.path("steps.json").read_text(encoding="utf-8"))
    project.path("steps.json").write_text(json.dumps(record | {"sources": ["/borte/møde"]}), encoding="utf-8")
    answer = page.get(media(page, project, "0"))
    assert answer.status == 409
    assert "not where it was" in answer.message
    assert page.get(media(page, project, "peaks")).status == 200


@pytest.mark.parametrize(
    ("file", "codec", "pixels", "needed"),
    [
        ("a.mp4", "h264", "yuv420p", False),
        ("a.MOV", "h264", "yuvj420p", False),
        ("a.webm", "vp9", "yuv420p", False),
        ("a.mp4", "hevc", "yuv420p", True),
        ("a.mp4", "h264", "yuv444p", True),
        ("a.mkv", "h264", "yuv420p", True),
        ("a.mts", "h264", "yuv420p", True),
    ],
)
def test_a_copy_is_made_where_no_browser_is_known_to_play_the_recording(
    project: Project, file: str, codec: str, pixels: str, needed: bool
) -> None:
    part = read_value(project.path("recording.json"), Recording).parts[0]
    part = replace(part, file=file, picture=replace(part.picture, codec=codec, pixel_format=pixels))
    assert RecordedFile(part, 0, None).needs_proxy is needed


def part_of(project: Project) -> RecordedFile:
    recording = read_recording(project)
    assert recording is not None
    return recorded_files(project, recording)[0]


def made_by(made: Callable[[Path], None]) -> tuple[Proxies, Event]:
    """Copies that are made in no time, and when the first is there."""
    done = Event()

    def make(_file: RecordedFile, path: Path, told: Callable[[float], None]) -> None:
        told(0.5)
        try:
            made(path)
        finally:
            done.set()

    return Proxies(make), done


def test_a_copy_is_made_once_and_then_found(project: Project) -> None:
    proxies, done = made_by(lambda path: path.write_bytes(b"mp4"))
    assert isinstance(proxies.find(project, 0, part_of(project)), ProxyWork)
    assert done.wait(60)
    while not isinstance(found := proxies.find(project, 0, part_of(project)), Path):
        os.sched_yield()
    assert found == project.path("proxies/0.mp4")
    assert [path.name for path in found.parent.iterdir()] == ["0.mp4"]


def test_a_copy_that_cannot_be_made_says_why_and_leaves_nothing(project: Project) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device", str(path))

    proxies, done = made_by(fail)
    proxies.find(project, 0, part_of(project))
    assert done.wait(60)
    while not (isinstance(found := proxies.find(project, 0, part_of(project)), ProxyWork) and found.error):
        os.sched_yield()
    assert "disk is full" in found.error
    assert list(project.path("proxies").iterdir()) == []


def test_the_copy_is_one_that_browsers_play_and_as_long_as_the_recording(tmp_path: Path) -> None:
    from vbn_video.recording.media import open_recorded

    recorded = make_video(tmp_path / "møde.mp4", seconds=3, size=(1280, 720))
    assert vbn_video("run", recorded, "--until", "ingest", "--workspace", tmp_path).code == 0
    project = Project(tmp_path / "møde.vbn")
    with review_server(tmp_path) as page:
        while (answer := page.get(media(page, project, "0?proxy=1"))).status == 202:
            assert 0 <= answer.document["progress"] <= 1
            os.sched_yield()
    assert (answer.status, answer.headers["content-type"]) == (200, "video/mp4")
    with open_recorded(project.path("proxies/0.mp4")) as copy:
        video, sound = copy.streams.video[0], copy.streams.audio[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt, video.width) == ("h264", "yuv420p", 640)
        assert sound.codec_context.name == "aac"
        assert copy.duration is not None
        assert abs(copy.duration - part_of(project).part.duration_us) < 100_000
