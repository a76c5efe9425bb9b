"""A video is known again by its tables and bytes: whatever of it is another, a pass through its packets shows no other media."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.made_media import make_video
from tests.render.mp4.coded import CHAPTERS, CUES, S, coded
from vbn_video.decisions import Chapter, Cue
from vbn_video.errors import RecordingError
from vbn_video.render.mp4.rewrite import rewrite_text_metadata
from vbn_video.render.mp4.text_metadata import Tags, TextMetadata
from vbn_video.report.measure.container import read_container, with_other_words
from vbn_video.report.measure.media_digest import media_digest

METADATA = TextMetadata(4 * S, CHAPTERS, CUES, Tags("Møde"))
OTHER = TextMetadata(4 * S, (Chapter(0, "En anden titel"),), (Cue(0, S, ("Ændret ord",)), *CUES[1:]), Tags("Et andet"))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    made = make_video(folder / "made.mp4", bframes=2, channels=2)
    return coded(made).write(folder / "video.mp4", METADATA)


def test_with_other_words_it_is_the_same_media_and_the_facts_are_those_of_a_pass(finished: Path, tmp_path: Path) -> None:
    known, content = read_container(finished)
    assert rewrite_text_metadata(finished, tmp_path / "ny.mp4", OTHER)
    assert media_digest(tmp_path / "ny.mp4") == media_digest(finished) != ""
    assert (with_other_words(tmp_path / "ny.mp4", known), content) == read_container(tmp_path / "ny.mp4")


def test_other_media_are_others(finished: Path, tmp_path: Path) -> None:
    others = [make_video(tmp_path / "a.mp4", seconds=3), make_video(tmp_path / "b.mp4", seconds=3, bframes=2)]
    assert len({media_digest(path) for path in (finished, *others)}) == 3


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whichever_byte_is_another_it_is_known_only_where_a_pass_shows_the_same(
    finished: Path, tmp_path: Path, data: st.DataObject
) -> None:
    whole = finished.read_bytes()
    head = whole.index(b"mdat")
    at = data.draw(st.one_of(st.integers(0, head), st.integers(0, len(whole) - 1)))
    changed = tmp_path / "changed.mp4"
    changed.write_bytes(whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :])
    known, content = read_container(finished)
    if media_digest(changed) != media_digest(finished):
        return
    try:
        found = with_other_words(changed, known)
    except RecordingError:
        with pytest.raises(RecordingError):
            read_container(changed)
    else:
        assert found is None or (found, content) == read_container(changed)


def test_a_subtitle_that_can_not_be_reached_is_none_of_those_that_are_known_again(finished: Path, tmp_path: Path) -> None:
    whole = bytearray(finished.read_bytes())
    sizes = whole.index(b"stsz", whole.index(b"sbtl"))
    whole[sizes + 16] ^= 1
    changed = tmp_path / "changed.mp4"
    changed.write_bytes(whole)
    assert media_digest(changed) == media_digest(finished)
    assert with_other_words(changed, read_container(finished)[0]) is None


def test_each_byte_of_the_media_and_of_their_tables_counts(finished: Path, tmp_path: Path) -> None:
    whole, known = finished.read_bytes(), media_digest(finished)
    offsets = whole.index(b"stco") if b"stco" in whole else whole.index(b"co64")
    for at in (whole.index(b"stts") + 12, whole.index(b"elst") + 12, offsets + 15, len(whole) - 1, len(whole) // 2):
        changed = tmp_path / "changed.mp4"
        changed.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert media_digest(changed) != known


@pytest.mark.parametrize("content", [b"", b"nothing", b"\0\0\0\x08moov", b"\0\0\0\x08moof\0\0\0\x08moov", b"\0" * 64])
def test_what_is_no_such_file_has_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.mp4").write_bytes(content)
    assert media_digest(tmp_path / "x.mp4") == ""


def test_a_file_that_was_cut_off_has_none(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(finished.read_bytes()[:-10])
    assert media_digest(tmp_path / "x.mp4") == ""
