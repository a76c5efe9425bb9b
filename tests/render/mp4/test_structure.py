"""The structure check finds faults that are planted in a sound file, one by one."""

import re
import struct
from dataclasses import replace

import pytest

from tests.idr_numbers import check_idr_numbers
from tests.made_h264 import made_h264
from tests.made_media import make_video
from tests.mp4_structure import check_structure
from tests.render.mp4.coded import CHAPTERS, CUES, S, coded
from vbn_video.render.mp4.text_metadata import TextMetadata


@pytest.fixture(scope="module")
def sound_file(tmp_path_factory):
    """With B-frames, sound, captions and chapters."""
    folder = tmp_path_factory.mktemp("made")
    made = make_video(folder / "made.mp4", seconds=2, bframes=2, gop=25)
    return coded(made).write(folder / "video.mp4", TextMetadata(2 * S, CHAPTERS, CUES)).read_bytes()


def at(data, *path):
    """Where the body of a box begins; `kind:2` is the second of its kind in its parent."""
    start, end = 0, len(data)
    for name in path:
        kind, _, number = name.partition(":")
        left = int(number or 1)
        while True:
            size, found = struct.unpack_from(">I4s", data, start)
            body = start + (16 if size == 1 else 8)
            size = size if size != 1 else struct.unpack_from(">Q", data, start + 8)[0]
            assert start < end, f"no {name}"
            left -= found == kind.encode()
            if not left:
                break
            start += size
        start, end = body, start + size
    return start


def put(data, place, number, form=">I"):
    struct.pack_into(form, data, place, number)


def add(data, place, number, form=">I"):
    put(data, place, struct.unpack_from(form, data, place)[0] + number, form)


TABLE = ("mdia", "minf", "stbl")
PICTURES, SOUND, CAPTIONS, CHAPTER_TRACK = (("moov", f"trak:{number}") for number in (1, 2, 3, 4))


def media(data):
    return at(data, "mdat:2")


def first_nal(data):
    return struct.unpack_from(">I", data, at(data, *PICTURES, *TABLE, "stco") + 8)[0]


FAULTS = {
    "no ftyp": (lambda d: put(d, 4, b"skip", "4s"), "begins with skip"),
    "moov behind": (lambda d: put(d, at(d, "moov") - 4, b"free", "4s"), "moov does not stand before mdat|0 boxes moov"),
    "a box too long": (lambda d: add(d, at(d, "free") - 8, 3), "stray bytes|bytes, and"),
    "a box too short": (lambda d: add(d, at(d, *PICTURES, "mdia", "mdhd") - 8, -4), "bytes, and"),
    "chunk outside": (lambda d: put(d, at(d, *SOUND, *TABLE, "stco") + 8, at(d, "free") + 50), "lies in no mdat"),
    "chunk over another": (lambda d: add(d, at(d, *SOUND, *TABLE, "stco") + 8, -3), "lie in two samples"),
    "a byte that nobody has": (lambda d: add(d, at(d, *SOUND, *TABLE, "stsz") + 12, -1), "belong to no sample|NAL unit"),
    "a sample too few": (lambda d: add(d, at(d, *SOUND, *TABLE, "stsc") + 12, -1), "samples"),
    "stts too long": (lambda d: add(d, at(d, *PICTURES, *TABLE, "stts") + 8, 1), "stts 51"),
    "ctts too long": (lambda d: add(d, at(d, *PICTURES, *TABLE, "ctts") + 8, 1), "ctts 51"),
    "stsc that names no chunk": (lambda d: put(d, at(d, *CAPTIONS, *TABLE, "stsc") + 8, 2), "chunk 1"),
    "decode times that stand": (lambda d: put(d, at(d, *PICTURES, *TABLE, "stts") + 12, 0), "do not ascend"),
    "two pictures at once": (lambda d: add(d, at(d, *PICTURES, *TABLE, "ctts") + 12, 10800), "at the same time"),
    "no first sync sample": (lambda d: put(d, at(d, *PICTURES, *TABLE, "stss") + 8, 2), "first sample is no sync|without an IDR"),
    "a sync sample without IDR": (lambda d: put(d, at(d, *PICTURES, *TABLE, "stss") + 12, 7), "sample 7: a sync sample without"),
    "a NAL unit too long": (lambda d: add(d, first_nal(d), 1), "a NAL unit of"),
    "a NAL unit of no length": (lambda d: put(d, first_nal(d), 0), "a NAL unit of 0"),
    "parameter sets within": (lambda d: put(d, first_nal(d) + 4, 0x67, "B"), "a SPS within"),
    "avcC without SPS": (lambda d: put(d, d.index(b"avcC") + 4 + 5, 0xE0, "B"), "avcC"),
    "avcC of another length": (lambda d: put(d, d.index(b"avcC") + 4 + 4, 0xFD, "B"), "avcC has another version"),
    "an edit over the end": (lambda d: add(d, at(d, *PICTURES, "edts", "elst") + 8, 9), "runs over the end"),
    "an edit that hides a picture": (lambda d: add(d, at(d, *PICTURES, "edts", "elst") + 12, 9), "hides the first picture"),
    "mvhd too short": (lambda d: add(d, at(d, "moov", "mvhd") + 16, -90), "mvhd says"),
    "tkhd too long": (lambda d: add(d, at(d, *SOUND, "tkhd") + 20, 9), "are shown"),
    "mdhd too short": (lambda d: add(d, at(d, *SOUND, "mdia", "mdhd") + 16, -1024), "mdhd says"),
    "a hole in the captions": (lambda d: add(d, at(d, *CAPTIONS, "mdia", "mdhd") + 16, 500), "a hole|mdhd says"),
    "a caption longer than its sample": (lambda d: put(d, at(d, "mdat"), 9, ">H"), "bytes of text"),
    "chapters of no track": (lambda d: put(d, at(d, *PICTURES, "tref", "chap"), 9), "chap names track 9"),
    "two tracks of one number": (lambda d: put(d, at(d, *SOUND, "tkhd") + 12, 1), "tracks numbered"),
    "no language": (lambda d: put(d, at(d, *CAPTIONS, "mdia", "mdhd") + 20, 0, ">H"), "the language"),
    "packets of another length": (lambda d: put(d, at(d, *SOUND, *TABLE, "stts") + 12, 960), "1024"),
    "no roll group": (lambda d: put(d, at(d, *SOUND, *TABLE, "sgpd") - 4, b"skip", "4s"), "no roll group"),
    "media elsewhere": (lambda d: put(d, at(d, *SOUND, "mdia", "minf", "dinf", "dref") + 16, 0), "another file"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(sound_file, tmp_path, fault):
    plant, words = FAULTS[fault]
    data = bytearray(sound_file)
    plant(data)
    (tmp_path / "video.mp4").write_bytes(data)
    found = check_structure(tmp_path / "video.mp4")
    assert re.search(words, "\n".join(found))


def test_the_file_without_a_planted_fault_is_sound(sound_file, tmp_path):
    (tmp_path / "video.mp4").write_bytes(sound_file)
    assert check_structure(tmp_path / "video.mp4") == []


def test_an_empty_file_and_one_that_is_cut_off_are_at_fault(sound_file, tmp_path):
    for size in (0, 7, 40, 3000, len(sound_file) // 2, len(sound_file) - 1):
        (tmp_path / "video.mp4").write_bytes(sound_file[:size])
        assert check_structure(tmp_path / "video.mp4")


@pytest.mark.parametrize(
    "kind", [{}, {"slices": 3}, {"interlaced": True}, {"x264": "cabac=0:8x8dct=0:weightp=0"}, {"x264": "cqm=jvt"}]
)
def test_idr_pictures_in_a_row_that_can_not_be_told_apart_are_found(tmp_path, kind):
    made = coded(made_h264(tmp_path / "made.mp4", pictures=12, gop=1, **kind))
    assert made.video.sync.all()
    assert check_idr_numbers(made.write(tmp_path / "sound.mp4", TextMetadata(S, (), ()))) == []
    every_second = replace(made.video, times=made.video.times[::2], sync=made.video.sync[::2])
    planted = replace(made, video=every_second, video_data=made.video_data[::2])
    found = check_idr_numbers(planted.write(tmp_path / "planted.mp4", TextMetadata(S, (), ())))
    assert [re.sub(" with .*", "", fault) for fault in found] == [f"sample {n}: an IDR picture of set 0" for n in range(2, 7)]


def test_idr_pictures_with_another_between_may_have_one_number(tmp_path):
    made = coded(made_h264(tmp_path / "made.mp4", pictures=12, gop=2))
    kept = [0, 1, 4, 5, 8, 9]
    every_second = replace(made.video, times=made.video.times[kept], sync=made.video.sync[kept])
    joined = replace(made, video=every_second, video_data=tuple(made.video_data[row] for row in kept))
    assert check_idr_numbers(joined.write(tmp_path / "sound.mp4", TextMetadata(S, (), ()))) == []
