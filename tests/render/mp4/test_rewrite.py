"""Other words around the same media: a copy in which only the head is another."""

import os
import shutil
from dataclasses import replace

import pytest

from tests.measured import video_content
from tests.mp4_structure import check_structure
from tests.render.mp4.coded import CHAPTERS, CUES, S, coded, decoded_pictures, read_chapters, read_cues
from vbn_video.decisions import Chapter, Cue
from vbn_video.render.mp4.finished import FinishedMovie
from vbn_video.render.mp4.rewrite import rewrite_text_metadata
from vbn_video.render.mp4.text_metadata import Tags, TextMetadata
from vbn_video.render.mp4.writer import write_movie

METADATA = TextMetadata(4 * S, CHAPTERS, CUES, Tags("Møde"))
OTHER = TextMetadata(4 * S, (Chapter(0, "En anden titel"),), (Cue(0, S, ("Ændret",)), *CUES[1:]), Tags("Et andet møde", ("Åse",)))


@pytest.fixture
def finished(made, tmp_path):
    return coded(made).write(tmp_path / "video.mp4", METADATA)


def test_the_words_are_the_new_ones_and_the_media_lie_where_they_were(finished, tmp_path):
    before = finished.read_bytes()
    assert rewrite_text_metadata(finished, tmp_path / "ny.mp4", OTHER)
    after = (tmp_path / "ny.mp4").read_bytes()
    media_at = FinishedMovie.read(finished).media_at
    assert after[media_at:] == before[media_at:]
    assert after[:media_at] != before[:media_at]
    assert finished.read_bytes() == before
    assert read_cues(tmp_path / "ny.mp4") == [(0, 1000, "Ændret"), (2000, 2700, "Tak.")]
    assert read_chapters(tmp_path / "ny.mp4") == [(0, 4000, "En anden titel")]
    assert check_structure(tmp_path / "ny.mp4") == []
    assert video_content(tmp_path / "ny.mp4") == video_content(finished)
    assert decoded_pictures(tmp_path / "ny.mp4") == decoded_pictures(finished)


def test_there_and_back_again_gives_the_same_bytes(finished, tmp_path):
    assert rewrite_text_metadata(finished, tmp_path / "2.mp4", OTHER)
    assert rewrite_text_metadata(tmp_path / "2.mp4", tmp_path / "3.mp4", METADATA)
    assert (tmp_path / "3.mp4").read_bytes() == finished.read_bytes()


def test_all_words_can_go_and_come_back(finished, tmp_path):
    assert rewrite_text_metadata(finished, tmp_path / "2.mp4", TextMetadata(4 * S))
    assert check_structure(tmp_path / "2.mp4") == []
    assert rewrite_text_metadata(tmp_path / "2.mp4", tmp_path / "3.mp4", METADATA)
    assert (tmp_path / "3.mp4").read_bytes() == finished.read_bytes()


def test_an_older_copy_at_the_new_place_is_written_over(finished, tmp_path):
    (tmp_path / "ny.mp4").write_bytes(bytes(2 * finished.stat().st_size))
    assert rewrite_text_metadata(finished, tmp_path / "ny.mp4", METADATA)
    assert (tmp_path / "ny.mp4").read_bytes() == finished.read_bytes()


def many(seconds, characters):
    return replace(METADATA, captions=tuple(Cue(n * 10_000, (n + 1) * 10_000, ("x" * characters,)) for n in range(seconds * 100)))


def test_captions_of_half_as_much_again_go_into_the_room(plain, tmp_path):
    finished = coded(plain).write(tmp_path / "video.mp4", many(2, 500))
    assert rewrite_text_metadata(finished, tmp_path / "ny.mp4", many(3, 500))
    assert len(read_cues(tmp_path / "ny.mp4")) == 300


def test_where_the_room_is_too_small_nothing_is_written(finished, tmp_path):
    assert not rewrite_text_metadata(finished, tmp_path / "ny.mp4", many(4, 1000))
    assert not (tmp_path / "ny.mp4").exists()


def test_where_the_room_is_too_small_the_file_can_be_written_again_from_itself(finished, tmp_path):
    movie, metadata = FinishedMovie.read(finished), many(4, 1000)
    data = movie.video_data(), movie.sound_data()
    write_movie(tmp_path / "ny.mp4", movie.video, movie.sound, metadata, *data, progress=lambda share: None)
    assert check_structure(tmp_path / "ny.mp4") == []
    assert video_content(tmp_path / "ny.mp4") == video_content(finished)
    assert rewrite_text_metadata(tmp_path / "ny.mp4", tmp_path / "3.mp4", many(4, 900))


def test_a_file_of_another_writer_is_left_alone(plain, tmp_path):
    for file in (plain, tmp_path / "text.mp4", tmp_path / "empty.mp4"):
        if file is not plain:
            file.write_bytes(b"not a film at all" * (file.stem == "text"))
        assert not rewrite_text_metadata(file, tmp_path / "ny.mp4", METADATA)
        assert not (tmp_path / "ny.mp4").exists()


@pytest.mark.parametrize("link", [None, os.link, os.symlink])
def test_a_file_is_never_written_over_itself(finished, tmp_path, link):
    before, out = finished.read_bytes(), finished
    if link:
        out = tmp_path / "link.mp4"
        link(finished, out)
    with pytest.raises(shutil.SameFileError):
        rewrite_text_metadata(finished, out, OTHER)
    assert finished.read_bytes() == before
