"""Lengths, times and sizes as the page's readers write them."""

import pytest

from vbn_video.publish.website.pages.page_language import DANISH, ENGLISH, length_text, size_text

S = 1_000_000


@pytest.mark.parametrize(
    ("seconds", "danish", "english"),
    [
        (0.2, "1 sek.", "1 s"),
        (45, "45 sek.", "45 s"),
        (60, "1 min.", "1 min"),
        (2890, "48 min.", "48 min"),
        (3599, "1 t.", "1 h"),
        (4320, "1 t. 12 min.", "1 h 12 min"),
    ],
)
def test_a_length_is_rounded_to_what_a_person_would_say(seconds: float, danish: str, english: str) -> None:
    assert length_text(round(seconds * S), DANISH) == danish
    assert length_text(round(seconds * S), ENGLISH) == english


@pytest.mark.parametrize(
    ("size", "danish"), [(1, "0,1 MB"), (1_250_000, "1,2 MB"), (312_400_000, "312 MB"), (1_340_000_000, "1,3 GB")]
)
def test_a_size_has_the_unit_that_downloads_have(size: int, danish: str) -> None:
    assert size_text(size, DANISH) == danish
