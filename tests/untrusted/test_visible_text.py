"""What is not seen but acts: found, taken out, and never written to a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.untrusted.visible_text import acting_characters, shown, without_acting

ACTING = ["\0", "\x07", "\b", "\x1b", "\r", "\x7f", "\x85", "\x9b", "\u2028", "\u202e", "\u2066", "\udc80"]
HARMLESS = ["Løn, æøå og ÆØÅ", "e\u0301", "👩\u200d🔬", "soft\u00adhyphen", "a\nb\tc", "עברית", "العربية\u200f"]


@pytest.mark.parametrize("character", ACTING)
def test_what_acts_is_found_and_replaced(character: str) -> None:
    assert list(acting_characters(f"a{character}b")) == [character]
    assert without_acting(f"a{character}b") == "ab"
    assert shown(f"a{character}b") == "a\N{REPLACEMENT CHARACTER}b"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_only_written_stays(text: str) -> None:
    assert (list(acting_characters(text)), without_acting(text), shown(text)) == ([], text, text)


@given(st.text())
def test_no_terminal_is_told_what_to_do(text: str) -> None:
    seen = shown(text)
    assert not set(seen) & {chr(code) for code in (*range(9), *range(11, 32), *range(0x7F, 0xA0))}
    seen.encode()
