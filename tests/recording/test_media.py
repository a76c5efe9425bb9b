"""The one door to media files: texts in any encoding, libav's rational numbers under every PyAV."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.made_media import make_video
from tests.made_texts import in_latin_1
from vbn_video.recording.media import open_container, open_media, to_fraction
from vbn_video.recording.probe import probe


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_video(tmp_path_factory.mktemp("plain") / "plain.mp4", seconds=1)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_names_that_are_no_utf_8_keep_no_file_from_being_read(plain: Path, tmp_path: Path, suffix: str) -> None:
    odd = in_latin_1(plain, tmp_path / f"ø{suffix}")
    assert probe(odd, odd.name) == probe(plain, plain.name)
    with open_container(odd) as file:
        pictures = [bytes(packet) for packet in file.demux(video=0) if packet.size]
        assert file.chapters()
    with open_media(plain) as file:
        assert [bytes(packet) for packet in file.demux(video=0) if packet.size] == pictures


def test_a_rational_number_is_a_fraction_and_an_unknown_one_is_nought(plain: Path) -> None:
    with open_container(plain) as file:
        base = to_fraction(file.streams.video[0].time_base)
    assert isinstance(base, Fraction) and base > 0 and (base * 2**40) / 2**40 == base
    assert to_fraction(None) == to_fraction(av.Packet(b"").time_base) == Fraction(0)
