"""A meeting's folder can be named on every system, whatever its title."""

import datetime as dt
import re
import unicodedata
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.publish.website.slug import LONGEST, slug_candidates, slug_of

DAY = dt.date(2020, 12, 8)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("HR og den vanskelige samtale", "2020-12-08-hr-og-den-vanskelige-samtale"),
        ("Blåbærgrød på Ærø – ØKOLOGISK", "2020-12-08-blaabaergroed-paa-aeroe-oekologisk"),
        ('/ \\ : < > " & 😀', "2020-12-08-moede"),
        ("", "2020-12-08-moede"),
        ("../../etc/passwd", "2020-12-08-etc-passwd"),
        (unicodedata.normalize("NFD", "Årsmøde på Grenå"), "2020-12-08-aarsmoede-paa-grenaa"),
        ("2020-12-08 Årsmøde", "2020-12-08-aarsmoede"),
        ("Årsmøde den 8. december 2020", "2020-12-08-aarsmoede"),
        ("2020-12-08", "2020-12-08-moede"),
        ("Status 2019-12-08", "2020-12-08-status-2019-12-08"),
    ],
)
def test_date_and_title_make_the_slug(title: str, slug: str) -> None:
    assert slug_of(title, DAY, "Møde") == slug


def test_a_long_title_is_cut_between_words() -> None:
    slug = slug_of("samtale " * 40, DAY, "Møde")
    assert len(slug) <= LONGEST
    assert slug.endswith("-samtale")


@pytest.mark.parametrize("title", ["con", "LPT1", "vbn-video"])
def test_a_name_that_a_system_or_the_site_keeps_for_itself_is_not_used(title: str) -> None:
    assert slug_of(title, None, "Møde") == f"moede-{title.lower()}"


@given(st.text(max_size=300), st.none() | st.dates())
def test_any_title_gives_a_name_that_every_system_can_hold(title: str, date: dt.date | None) -> None:
    slug = slug_of(title, date, "Møde")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST


def test_a_taken_slug_is_numbered() -> None:
    assert list(islice(slug_candidates("turisme"), 3)) == ["turisme", "turisme-2", "turisme-3"]
