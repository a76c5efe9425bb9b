"""What the system and libraries say of a fault, in words of ours: for the faults that happen, made by the libraries."""

from __future__ import annotations

import errno
import io
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

import pytest

from vbn_video import messages
from vbn_video.codec import JsonError, parse_json
from vbn_video.reasons import library_reason, system_reason

GENERAL = "what stands there can't be understood"
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
    assert _is_known(library_reason(str(caught.value)))


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
    assert _is_known(library_reason(expat.ErrorString(caught.value.code)))


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
    assert system_reason(picture.value) == "<it is of a kind that can't be read>"
    assert system_reason(film.value) == "<its data are damaged>"


def _is_known(said: str) -> bool:
    return said.startswith("<") and said.endswith(">") and GENERAL not in said
