"""Finished videos made of a recorded file's pictures and sound as they are, for tests that need no more than the file."""

from pathlib import Path

from vbn_video.render.mp4.finished import FinishedMovie
from vbn_video.render.mp4.text_metadata import TextMetadata
from vbn_video.render.mp4.writer import write_movie


def made_movie(media: Path, out: Path, metadata: TextMetadata) -> Path:
    """The pictures and the sound of an MP4, with texts in it."""
    movie = FinishedMovie.read(media)
    write_movie(out, movie.video, movie.sound, metadata, movie.video_data(), movie.sound_data(), lambda _share: None)
    return out
