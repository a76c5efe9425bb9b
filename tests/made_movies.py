"""Finished videos made of a recorded file's pictures and sound as they are, for tests that need no more than the file."""

from pathlib import Path

from vbn_video.render.mp4.finished import FinishedMovie
from vbn_video.render.mp4.text_metadata import Told
from vbn_video.render.mp4.writer import write_movie


def made_movie(media: Path, out: Path, told: Told) -> Path:
    """The pictures and the sound of an MP4, saying what is told."""
    movie = FinishedMovie.read(media)
    write_movie(out, movie.pictures, movie.sound, told, movie.picture_data(), movie.sound_data(), lambda _share: None)
    return out
