"""Ours before, theirs, ours now: a person's change stays unless we have something new to say."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.publish.youtube.texts.merge import Merged, last_told, merge
from vbn_video.publish.youtube.texts.metadata import Metadata

BASE = Metadata("Titel", "Tekst", ("hr", "samtale"), "27", "da", "private", "", "youtube", True, False)
CHANGES: dict[str, Any] = {
    "title": "Ny titel",
    "description": "Ny tekst",
    "tags": ("hr", "ledelse"),
    "category": "28",
    "language": "en",
    "privacy": "unlisted",
    "publish_at": "2026-12-01T08:00:00Z",
    "license": "creativeCommon",
    "embeddable": False,
    "made_for_kids": True,
}
WORDS = st.sampled_from(["", "a", "b", "a ", "a\nb", "a \nb\n"])
METADATA = st.builds(
    Metadata,
    title=WORDS,
    description=WORDS,
    tags=st.lists(st.sampled_from(["a", "b", "A", "c d"]), max_size=3).map(tuple),
    category=st.sampled_from(["27", "28"]),
    language=st.sampled_from(["da", "en", ""]),
    privacy=st.sampled_from(["private", "unlisted", "public"]),
    publish_at=st.sampled_from(["", "2026-12-01T08:00:00Z", "2027-01-01T08:00:00Z"]),
    license=st.sampled_from(["youtube", "creativeCommon"]),
    embeddable=st.booleans(),
    made_for_kids=st.booleans(),
)


def test_every_value_is_tried() -> None:
    assert set(CHANGES) == {field.name for field in fields(Metadata)}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_killed_run_told_was_told_if_it_is_there_and_else_not(name: str) -> None:
    telling = replace(BASE, **{name: CHANGES[name]})
    assert merge(last_told(BASE, telling, theirs=telling), telling, BASE) == Merged(BASE, ())
    assert last_told(BASE, telling, theirs=BASE) == last_told(BASE, None, theirs=BASE) == BASE
    assert last_told(None, telling, theirs=telling) is None


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_person_changed_stays_and_is_said(name: str) -> None:
    theirs = replace(BASE, **{name: CHANGES[name]})
    assert merge(BASE, theirs, BASE) == Merged(theirs, (name,))


@pytest.mark.parametrize("name", CHANGES)
def test_what_we_changed_is_sent(name: str) -> None:
    now = replace(BASE, **{name: CHANGES[name]})
    assert merge(BASE, BASE, now) == Merged(now)


def test_ours_wins_where_both_changed_and_what_is_lost_is_named() -> None:
    theirs, now = replace(BASE, title="deres", description="deres"), replace(BASE, title="vores", description="vores")
    assert merge(BASE, theirs, now) == Merged(now, lost=("title", "description"))


def test_a_new_title_leaves_a_persons_description() -> None:
    theirs, now = replace(BASE, description="deres"), replace(BASE, title="vores")
    assert merge(BASE, theirs, now) == Merged(replace(now, description="deres"), ("description",))


def test_a_persons_change_stays_at_every_later_run() -> None:
    theirs = replace(BASE, title="deres")
    first = merge(BASE, theirs, BASE)
    assert merge(BASE, first.metadata, BASE) == first


def test_without_a_memory_everything_of_theirs_stays() -> None:
    theirs = replace(BASE, title="deres", tags=())
    assert merge(None, theirs, BASE) == Merged(theirs, ("title", "tags"))


@pytest.mark.parametrize(
    "tidied",
    [
        {"title": "Titel "},
        {"description": "Tekst\n"},
        {"tags": ("samtale", "hr")},
        {"tags": ("HR", "samtale")},
        {"language": ""},
    ],
)
def test_what_youtube_tidies_is_no_change_by_a_person(tidied: dict[str, Any]) -> None:
    theirs = replace(BASE, **tidied)
    assert merge(BASE, theirs, BASE) == Merged(theirs)


def test_a_description_with_spaces_at_its_lines_ends_is_the_same_without() -> None:
    ours, theirs = replace(BASE, description="a \r\nb"), replace(BASE, description="a\nb")
    assert merge(ours, theirs, ours) == Merged(theirs)


def test_a_video_that_became_public_at_its_time_was_changed_by_nobody() -> None:
    ours = replace(BASE, publish_at="2026-12-01T08:00:00Z")
    theirs = replace(BASE, privacy="public")
    assert merge(ours, theirs, ours) == Merged(theirs)
    assert merge(None, theirs, ours) == Merged(theirs)


def test_a_time_never_goes_with_what_a_person_made_public() -> None:
    theirs = replace(BASE, privacy="public")
    now = replace(BASE, publish_at="2027-01-01T08:00:00Z")
    assert merge(BASE, theirs, now).metadata == now
    assert merge(now, theirs, replace(now, title="Ny")).metadata == replace(theirs, title="Ny")


@given(METADATA, METADATA)
def test_a_memory_that_is_what_is_wanted_changes_nothing(theirs: Metadata, now: Metadata) -> None:
    assert merge(now, theirs, now).metadata == theirs
    assert merge(None, theirs, now) == merge(now, theirs, now)


@given(METADATA, METADATA, METADATA)
def test_each_value_is_theirs_or_ours_now_and_what_is_kept_is_theirs(before: Metadata, theirs: Metadata, now: Metadata) -> None:
    merged = merge(before, theirs, now)
    for field in fields(Metadata):
        value = getattr(merged.metadata, field.name)
        assert value in (getattr(theirs, field.name), getattr(now, field.name))
        assert field.name not in merged.kept or value == getattr(theirs, field.name) != getattr(now, field.name)


@given(METADATA, METADATA, METADATA)
def test_once_it_is_sent_there_is_nothing_more_to_send(before: Metadata, theirs: Metadata, now: Metadata) -> None:
    merged = merge(before, theirs, now)
    assert merge(now, merged.metadata, now).metadata == merged.metadata


@given(METADATA)
def test_what_stands_as_wanted_is_left_alone(wanted: Metadata) -> None:
    assert merge(wanted, wanted, wanted) == Merged(wanted)
    assert merge(None, wanted, wanted) == Merged(wanted)
