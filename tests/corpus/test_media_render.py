"""Every file of the corpus that has a picture: rendered right, or refused; the table in `docs/rendering.md` says which.

After a change that is meant:  VBN_VIDEO_WRITE_DOCS=1 pytest -n0 tests/corpus/test_media_render.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest

from tests.decoders import US_PER_S, by_ffmpeg, by_pyav
from tests.running import CORPUS, needs_corpus
from vbn_video.codec import from_json
from vbn_video.decisions import EditPlan
from vbn_video.errors import RecordingError
from vbn_video.evidence import Recording
from vbn_video.pipeline import run
from vbn_video.recording.find import find_sources
from vbn_video.recording.packets import load_packets
from vbn_video.recording.understand import understand
from vbn_video.runs.request import RunRequest
from vbn_video.runs.run_result import RunResult
from vbn_video.settings.preset_files import load_preset
from vbn_video.timeline import Timeline

pytestmark = [needs_corpus, pytest.mark.long]

DOCS = Path(__file__).parents[2] / "docs" / "rendering.md"
BEGIN, END = "<!-- table of real files -->\n", "<!-- end of the table -->\n"
HEAD = "| file | what it is | copied | encoded | why | result |\n|---|---|---|---|---|---|\n"
ODD = {
    "SAR-2by3.mp4": "one keyframe; pixels of 2:3",
    "edts.mp4": "edit lists; black throughout",
    "example.mp4": "B-frames; a box of its maker's before the media",
    "h264-png.mp4": "a cover picture as a second video stream; one keyframe",
    "rotate-buck-bunny.mp4": "turned by 90°; fragmented; picture later than sound",
    "sample_fragmented.mp4": "fragmented; picture later than sound",
    "sample_with_chapters.mp4": "chapters; a first sound packet that is empty",
    "segment_0.mp4": "two pictures a second; fragmented",
    "segment_1.mp4": "two pictures a second; fragmented",
    "silent-black-25s.mp4": "nothing to see or to hear",
    "video_with_failing_audio.mp4": "MP3 inside; keyframes far apart",
    "cursed-vfr.mp4": "no sound; pictures 5 ms to 1.6 s apart",
    "long_1080p_videoonly_lowbitrate.mp4": "no sound",
    "scene-change.mov": "no sound; a clock of one tick a second",
}
"""What is awkward about each file that has a picture; the middle four fifths are kept."""
TOGETHER = (("segment_0.mp4", "segment_1.mp4"), ("edts.mp4", "SAR-2by3.mp4"), ("SAR-2by3.mp4", "cursed-vfr.mp4"))
CASES = [*((name,) for name in ODD), *TOGETHER]
CODECS = {"h264": "H.264", "mjpeg": "Motion JPEG"}
LAST_SOUND_S = 0.025
"""The last AAC frame may reach over the end."""


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    files: str
    what: str
    copied: str = "–"
    encoded: str = "–"
    why: str = ""
    result: str = "right"

    def __str__(self) -> str:
        cells = (self.files, self.what, self.copied, self.encoded, self.why, self.result)
        return f"| {' | '.join(cells)} |\n"


@pytest.mark.parametrize("names", CASES, ids="+".join)
def test_a_real_file_is_rendered_right_or_refused_as_the_table_says(names: Sequence[str], tmp_path: Path) -> None:
    files, what = " + ".join(names), _what(names)
    try:
        result = _rendered(names, tmp_path)
    except RecordingError as refusal:
        sentence = refusal.message.replace(f"{CORPUS / 'media'}{os.sep}", "").removeprefix(f"{names[0]} ")
        _hold_against_docs(Row(files, what, result=f"refused: {sentence}"))
        return
    _is_right(result, names)
    spans = [span for span in result.document()["splice"]["spans"] if span["part"] is not None]
    copied, encoded = (sum(span["pictures"] for span in spans if span["how"] == how) for how in ("copy", "encode"))
    whys = dict.fromkeys(span["why"] for span in spans if span["how"] == "encode")
    _hold_against_docs(Row(files, what, str(copied), str(encoded), "; ".join(whys)))


def test_the_table_has_a_line_for_every_file_with_a_picture() -> None:
    with_picture = {path.name for path in (CORPUS / "media").iterdir() if path.suffix in {".mp4", ".mov"} and _has_picture(path)}
    assert with_picture == set(ODD)
    assert list(_table()) == [" + ".join(names) for names in CASES]


def _rendered(names: Sequence[str], folder: Path) -> RunResult:
    """The middle four fifths of the files, with an intro and an outro of a second each."""
    files = tuple(CORPUS / "media" / name for name in names)
    duration_us = understand(find_sources(files), lambda _event: None)[0].duration_us
    kept = {"start": duration_us / 10 / US_PER_S, "end": duration_us * 9 / 10 / US_PER_S}
    (folder / "edit.json").write_text(json.dumps({"kept": [kept]}), encoding="utf-8")
    preset = load_preset("temamoede", ["intro.seconds=1", "outro.seconds=1"]).preset
    request = RunRequest(files, preset, workspace=folder, edit_file=folder / "edit.json", until="render")
    return run(request, lambda _event: None)


def _is_right(result: RunResult, names: Sequence[str]) -> None:
    """Every kept picture once and in its place; the copied ones as they were; sound as long as the picture."""
    document, project = result.document(), result.project
    video = Path(document["video"])
    shown = by_ffmpeg(video)
    assert shown == by_pyav(video)
    wanted_us, talk_us = _wanted_us(result)
    first = int(np.searchsorted(shown.times_us, talk_us[0] - 1))
    assert shown.times_us[first : first + len(wanted_us)] == pytest.approx(wanted_us, abs=1000)
    assert shown.times_us[first + len(wanted_us)] == pytest.approx(talk_us[1], abs=1000), "the outro follows"
    sources = [" ".join(by_pyav(CORPUS / "media" / name).digests) for name in names]
    for span in document["splice"]["spans"]:
        if span["how"] == "copy":
            rows = slice(*np.searchsorted(shown.times_us, [round(span[edge] * US_PER_S) - 1000 for edge in ("start", "end")]))
            assert len(shown.digests[rows]) == span["pictures"]
            assert " ".join(shown.digests[rows]) in sources[span["part"]], f"copied bit by bit: {span}"
    with av.open(str(video)) as file:
        lengths_s = [float(stream.duration * stream.time_base) for stream in (file.streams.video[0], file.streams.audio[0])]
    assert lengths_s == pytest.approx([document["duration"]] * 2, abs=LAST_SOUND_S)
    assert project.path("poster.jpg").stat().st_size < 300_000


def _wanted_us(result: RunResult) -> tuple[list[int], tuple[int, int]]:
    """When each kept picture is to be shown, and from when until when the talk lasts."""
    path = result.project.path
    plan = from_json(EditPlan, path("edit.json").read_bytes())
    timeline = Timeline.of(from_json(Recording, path("recording.json").read_bytes()), plan)
    places = (timeline.programme_from_recording(int(at_us)) for at_us in load_packets(path("packets.npz")).time_us)
    return [place for place in places if place is not None], (plan.intro_us, plan.duration_us - plan.outro_us)


def _what(names: Sequence[str]) -> str:
    if len(names) > 1:
        return "two parts of one meeting"
    with av.open(str(CORPUS / "media" / names[0])) as file:
        video = file.streams.video[0]
        coded = CODECS.get(video.codec_context.name, video.codec_context.name)
        profile = f" {video.profile}" if video.profile and coded == "H.264" else ""
        return f"{coded}{profile}, {video.width}x{video.height}; {ODD[names[0]]}"


def _has_picture(path: Path) -> bool:
    with av.open(str(path)) as file:
        return bool(file.streams.video)


def _table() -> dict[str, str]:
    """The lines of the table by their files."""
    table = DOCS.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].removeprefix(HEAD)
    return {line.split("|")[1].strip(): line for line in table.splitlines(keepends=True)}


def _hold_against_docs(row: Row) -> None:
    if os.environ.get("VBN_VIDEO_WRITE_DOCS") == "1":
        lines = _table() | {row.files: str(row)}
        ordered = "".join(lines[files] for names in CASES if (files := " + ".join(names)) in lines)
        before, _begin, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
        DOCS.write_text(before + BEGIN + HEAD + ordered + END + rest.partition(END)[2], encoding="utf-8", newline="\n")
    assert _table().get(row.files) == str(row)
