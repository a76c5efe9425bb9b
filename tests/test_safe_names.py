"""A safe name is one step down from a folder, on every system: judged by Python's own paths of both."""

import ntpath
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from vbn_video.codec import SafeName, from_json
from vbn_video.safe_names import is_safe_name, safe_name

UNSAFE = [
    "",
    ".",
    "..",
    "...",
    "../victim",
    "../../victim",
    "..\\victim",
    "a/b",
    "a\\b",
    "/etc/passwd",
    "\\\\server\\share",
    "C:",
    "C:\\victim",
    "c:victim",
    "video.mp4:stream",
    "video\0.mp4",
    "video\n.mp4",
    "video\x7f.mp4",
    "video\x85.mp4",
    "video\u2028.mp4",
    "video\udc80.mp4",
    "gpj.\u202eexe.mp4",
    "video.mp4 ",
    "video.mp4.",
    "con",
    "NUL",
    "nul.txt",
    "Com1.tar.gz",
    "lpt³",
    "aux .txt",
    "CONIN$",
    "what?",
    "a*",
    "<a>",
    'a"b',
    "a|b",
    "æ" * 128,
]
SAFE = [
    "video.mp4",
    ".lock",
    "captions.da.vtt",
    "møde 1. juni.mp4",
    "en  (2).mp4",
    "console",
    "com10",
    "nulls.txt",
    "..a",
    "æ" * 127,
]
PIECES = st.sampled_from(["..", ".", "/", "\\", ":", "\0", "con", "nul", "com1", " ", "a", "æ", "~", "\u202e", "\ud800", "\n"])


@pytest.mark.parametrize("name", UNSAFE)
def test_what_leads_elsewhere_or_is_not_what_it_seems_is_not_safe(name: str) -> None:
    assert not is_safe_name(name)
    with pytest.raises(ValueError):
        safe_name(name)


@pytest.mark.parametrize("name", SAFE)
def test_ordinary_names_are_safe(name: str) -> None:
    assert safe_name(name) == name


def test_what_is_no_text_is_not_safe() -> None:
    assert not any(is_safe_name(name) for name in (None, 1, b"a", ["a"]))


@given(st.one_of(st.lists(PIECES, max_size=4).map("".join), st.text(max_size=12)))
@example("a" * 256)
def test_a_safe_name_is_one_step_down_on_every_system(name: str) -> None:
    if not is_safe_name(name):
        return
    for folder in (PurePosixPath("/srv/mappe"), PureWindowsPath("C:/srv/mappe")):
        joined = folder / name
        assert (joined.parent, joined.name) == (folder, name)
    assert ntpath.normpath(ntpath.join("C:\\srv", name)) == f"C:\\srv\\{name}"
    assert Path("/srv", name).resolve(strict=False).parent == Path("/srv").resolve()


def test_an_unsafe_name_in_a_file_of_values_is_an_error_of_that_file() -> None:
    assert from_json(dict[SafeName, int], '{"video.mp4": 1}') == {"video.mp4": 1}
    with pytest.raises(ValidationError):
        from_json(dict[SafeName, int], '{"../../victim": 1}')
