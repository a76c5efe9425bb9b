"""Each awkward real file: published whole, or refused in one sentence."""

from pathlib import Path

import pytest

from tests.running import CORPUS, needs_corpus, vbn_video

pytestmark = [needs_corpus, pytest.mark.long]

MEDIA = CORPUS / "media"
WITH_SOUND_AND_PICTURE = (
    "SAR-2by3.mp4",
    "edts.mp4",
    "example.mp4",
    "h264-png.mp4",
    "rotate-buck-bunny.mp4",
    "sample_fragmented.mp4",
    "sample_with_chapters.mp4",
    "segment_0.mp4",
    "segment_1.mp4",
    "silent-black-25s.mp4",
    "video_with_failing_audio.mp4",
)
REFUSED = (
    "cursed-vfr.mp4",
    "long_1080p_videoonly_lowbitrate.mp4",
    "multiple-aac-tracks.mp4",
    "nostreams.mp4",
    "scene-change.mov",
    "testspeech.mp4",
)


def test_every_file_of_the_corpus_is_spoken_of() -> None:
    there = {path.name for path in MEDIA.iterdir() if path.suffix in (".mp4", ".mov")}
    assert there == {*WITH_SOUND_AND_PICTURE, *REFUSED}


@pytest.mark.parametrize("name", WITH_SOUND_AND_PICTURE)
def test_a_file_with_sound_and_picture_is_published(name: str, tmp_path: Path) -> None:
    media_dir = tmp_path / "site"
    media_dir.mkdir()
    done = vbn_video(
        "publish", MEDIA / name, "--workspace", tmp_path, "--media-dir", media_dir, "--despite-findings", "--json"
    )  # fmt: skip
    assert done.code == 0, done.err
    document = done.document
    programme = document["programme"]
    kept_s = sum(end - start for start, end in programme["kept"])
    assert document["duration"] == pytest.approx(programme["intro"] + kept_s + programme["outro"], abs=1e-5)
    assert not [finding for finding in document["report"]["findings"] if finding["rule"] in ("decode error", "duration")]
    assert Path(document["publications"][0]["path"]).is_file()


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_without_sound_or_picture_gets_one_sentence(name: str, tmp_path: Path) -> None:
    done = vbn_video("publish", MEDIA / name, "--workspace", tmp_path / "w", "--media-dir", tmp_path, "--json")
    assert done.code == 3
    assert done.document["error"]["code"] == 3
    assert name in done.document["error"]["message"]
    assert "Traceback" not in done.err


@pytest.mark.parametrize("name", ["iphone_hlg.mov", "h264_resized.ts", "seg_joined.ts"])
def test_a_case_that_once_failed_is_published(name: str, tmp_path: Path) -> None:
    media_dir = tmp_path / "site"
    media_dir.mkdir()
    recorded = CORPUS / "cases" / name
    done = vbn_video("publish", recorded, "--workspace", tmp_path, "--media-dir", media_dir, "--despite-findings", "--json")
    assert done.code == 0, done.err
    findings = {finding["rule"] for finding in done.document["report"]["findings"]}
    assert not findings & {"decode error", "duration"}
