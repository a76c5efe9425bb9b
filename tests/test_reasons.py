"""What the system and libraries say of a fault, in words of ours: for the faults that happen, made by the libraries."""

from __future__ import annotations

import errno
import io
import os
import socket
import ssl
import tomllib
import urllib.error
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import pytest

from vbn_video import messages
from vbn_video.codec import JsonError, parse_json
from vbn_video.reasons import Library, library_reason, system_reason

GENERAL = ("what stands there can't be understood", "the message was")
TOML = (
    "a", "a =", "a = ", "= 1", "a = tru", "a = 1 2", "a = [1", "a = {b = 1", 'a = "x', "a = '''x", "[a", "[[a]", 'a = "\\q"',
    "a = 1\na = 2", "[a]\n[a]", "a = {b = 1, b = 2}", "a = 1\n[a.b]", 'a = "\\ud800"', 'a = "\x01"', "a = 2024-13-45",
    "a.b = 1\na = 2", "? = 1", 'a = "\\xq"',
)  # fmt: skip
JSON = (
    "", "{", "[1,", '{"a" 1}', '{"a":1,}', "[1 2]", "{a:1}", '"abc', '"\\x"', "[1]x", "tru", "01", "-", "1.", '{"a":nul}',
    '"\\ud800"', "[1,]", "1e999", "99999999999999999999", "NaN", "[" * 300, '"\x01"',
)  # fmt: skip
XML = (
    "",
    "<a>",
    "<a></b>",
    "<a",
    "<a><</a>",
    "<a b='1' b='2'/>",
    "<a>&x;</a>",
    "<a/><b/>",
    "x",
    "<a:b/>",
)


@pytest.fixture
def marked() -> Iterator[None]:
    """A language in which each message shows that it was translated."""
    messages.install(lambda sentence: f"<{sentence}>", "da")
    yield
    messages.install(str)


@pytest.mark.parametrize("text", TOML)
def test_what_is_wrong_with_toml_is_said_in_the_persons_language(text: str, marked: None) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    assert _is_known(library_reason("toml", str(caught.value)))


@pytest.mark.parametrize("text", JSON)
def test_what_is_wrong_with_json_is_said_in_the_persons_language(text: str, marked: None) -> None:
    with pytest.raises(JsonError) as caught:
        parse_json(text)
    assert _is_known(caught.value.why)


@pytest.mark.parametrize("text", XML)
def test_what_is_wrong_with_xml_is_said_in_the_persons_language(text: str, marked: None) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    with pytest.raises(expat.ExpatError) as caught:
        parser.Parse(text, True)
    assert _is_known(library_reason("xml", expat.ErrorString(caught.value.code)))


def test_what_the_system_refuses_is_said_in_the_persons_language(marked: None) -> None:
    said = {number: system_reason(OSError(number, os.strerror(number), "/x/invalid data")) for number in errno.errorcode}
    assert [number for number, text in said.items() if not _is_known(text)] == []
    assert [number for number, text in said.items() if os.strerror(number) in text] == []
    assert said[errno.EACCES] == "<you have no right to it>"
    assert said[errno.EXDEV] == "<the system says EXDEV>"


def test_a_damaged_picture_and_film_are_said_in_the_persons_language(marked: None, tmp_path: Path) -> None:
    import av
    from PIL import Image

    with pytest.raises(OSError) as picture:
        Image.open(io.BytesIO(b"no picture"))
    (tmp_path / "x.mp4").write_bytes(b"no film" * 1000)
    with pytest.raises(av.error.InvalidDataError) as film:
        av.open(str(tmp_path / "x.mp4"))
    assert system_reason(picture.value, "picture") == "<it is of a kind that can't be read>"
    assert system_reason(film.value) == "<its data are damaged>"


@pytest.mark.parametrize(
    ("library", "message", "said"),
    [
        ("program", "libatomic.so.1: cannot open shared object file: No such file or directory", "libatomic.so.1 is missing"),
        ("program", "No module named 'numpy._core'", "numpy._core is missing"),
        (
            "program",
            "libx.so: cannot open shared object file: Permission denied",
            "“libx.so: cannot open shared object file: Perm",
        ),
        ("program", "DLL load failed while importing _core: not found", "“DLL load failed while importing _core: not found”"),
        ("model", "CUDA failed with error out of memory", "the graphics card has not enough memory"),
        ("model", "CUDA out of memory", "the graphics card has not enough memory"),
        ("model", "Library libcublas.so.12 is not found or cannot be loaded", "libcublas.so.12 is missing"),
        ("model", "File model.bin is incomplete: failed to read a buffer of size 8 at position 4", "model.bin ends too early"),
        ("model", "Unable to open file 'model.bin' in model '/m'", "model.bin is missing"),
        ("model", "Unsupported model binary version", "“Unsupported model binary version”"),
        ("template", "'dict object' has no attribute 'titel'", "titel is not known there"),
        ("template", "division by\n  zero", "can't be understood (“division by zero”)"),
        ("media", "Invalid argument", "“Invalid argument”"),
        (None, "a: b", "“a: b”"),
    ],
)
def test_a_librarys_words_are_judged_by_its_own_table_and_stand_in_quotes_where_nothing_fits(
    library: Library | None, message: str, said: str
) -> None:
    assert said in library_reason(library, message)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError("broken"), "the message was “broken”"),
        (urllib.error.URLError(socket.gaierror(-2, "Name or service not known")), "no connection"),
        (socket.gaierror(8, "nodename nor servname provided"), "no connection"),
        (urllib.error.URLError(ConnectionRefusedError(errno.ECONNREFUSED, "refused")), "no connection"),
        (ssl.SSLCertVerificationError(1, "self-signed certificate"), "the certificate of the other side can't be trusted"),
        (ssl.SSLError(1, "wrong version number"), "the message was “wrong version number”"),
        (OSError(errno.EINVAL, "Invalid argument"), "the disk can't do that"),
        (ValueError(), "the message was “ValueError”"),
    ],
)
def test_only_the_systems_own_numbers_are_taken_for_what_the_system_refuses(error: Exception, said: str) -> None:
    assert system_reason(error) == said


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EPERM, errno.EIO, errno.ENOSYS])
def test_a_number_that_libav_gives_for_faults_of_its_own_is_not_the_systems(number: int) -> None:
    import av

    with pytest.raises(av.error.FFmpegError) as caught:
        av.error.err_check(-number)
    assert system_reason(caught.value) == f"the message was “{os.strerror(number)}”"


def test_a_missing_film_is_not_there(tmp_path: Path) -> None:
    import av

    with pytest.raises(av.error.FFmpegError) as caught:
        av.open(str(tmp_path / "x.mp4"))
    assert system_reason(caught.value) == "it is not there"


def _is_known(said: str) -> bool:
    return said.startswith("<") and said.endswith(">") and not any(general in said for general in GENERAL)
