"""The metadata in the API's resources, in the body of an update, and in the ledger."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.codec import from_json, to_json
from vbn_video.publish.youtube.texts.metadata import (
    Metadata,
    from_fact,
    from_resource,
    insert_body,
    is_up_to_date,
    to_fact,
    update_body,
)

MARKERS = ("vbn-0123456789ab", "vbn-r-0123456789ab")
TOLD = Metadata(
    title="HR og den vanskelige samtale",
    description="Tag den, mens den er lille.\n\nKapitler\n0:00 Velkommen",
    tags=("HR", "den vanskelige samtale"),
    category="27",
    language="da",
    privacy="private",
    publish_at="2026-12-01T08:00:00Z",
    license="youtube",
    embeddable=True,
    made_for_kids=False,
)
METADATA = st.builds(
    Metadata,
    title=st.text(),
    description=st.text(),
    tags=st.lists(st.text(min_size=1).filter(lambda tag: tag not in MARKERS)).map(tuple),
    category=st.integers(1, 99).map(str),
    language=st.sampled_from(["da", "en", "fo"]),
    privacy=st.just("private"),
    publish_at=st.sampled_from(["", "2026-12-01T08:00:00Z"]),
    license=st.sampled_from(["youtube", "creativeCommon"]),
    embeddable=st.booleans(),
    made_for_kids=st.booleans(),
) | st.builds(replace, st.just(TOLD), privacy=st.sampled_from(["unlisted", "public"]), publish_at=st.just(""))


def listed(metadata: Metadata = TOLD, **more: Any) -> dict[str, Any]:
    """A video as `videos.list` gives it: what was sent, and what YouTube says besides."""
    video = {"id": "abc123", "kind": "youtube#video", "etag": "e", **insert_body(metadata, MARKERS)}
    video["snippet"] |= {"channelId": "UC1", "publishedAt": "2026-11-01T08:00:00Z", "localized": {"title": metadata.title}}
    video["status"] |= {"uploadStatus": "processed", "madeForKids": False, "publicStatsViewable": False}
    return video | more


@given(METADATA)
def test_what_was_sent_is_what_is_read_back(metadata: Metadata) -> None:
    assert from_resource(listed(metadata)) == metadata


@given(METADATA)
def test_privacy_is_always_sent_and_a_time_only_with_private(metadata: Metadata) -> None:
    status = insert_body(metadata, MARKERS)["status"]
    assert status["privacyStatus"] == metadata.privacy
    assert ("publishAt" in status) == bool(metadata.publish_at)


def test_a_time_is_not_sent_with_a_video_that_is_public() -> None:
    assert "publishAt" not in insert_body(replace(TOLD, privacy="public"), MARKERS)["status"]


def test_our_tags_are_the_last_ones() -> None:
    assert insert_body(TOLD, MARKERS)["snippet"]["tags"] == ["HR", "den vanskelige samtale", *MARKERS]


def test_the_language_is_that_of_texts_and_sound() -> None:
    snippet = insert_body(TOLD, MARKERS)["snippet"]
    assert (snippet["defaultLanguage"], snippet["defaultAudioLanguage"]) == ("da", "da")


@given(METADATA, METADATA)
def test_an_update_says_what_is_wanted_and_loses_nothing(there: Metadata, wanted: Metadata) -> None:
    video = listed(there)
    body = update_body(video, wanted, MARKERS)
    assert from_resource(body) == wanted
    assert body["status"]["publicStatsViewable"] is False
    assert body["id"] == video["id"]
    assert set(body) == {"id", "snippet", "status"}


def test_an_update_holds_nothing_that_only_youtube_may_say() -> None:
    body = update_body(listed(), TOLD, MARKERS)
    assert set(body["snippet"]) == {"title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage"}
    assert "uploadStatus" not in body["status"] and "madeForKids" not in body["status"]


def test_an_update_keeps_a_spoken_language_that_a_person_chose() -> None:
    video = listed()
    video["snippet"]["defaultAudioLanguage"] = "sv"
    assert update_body(video, replace(TOLD, title="Ny"), MARKERS)["snippet"]["defaultAudioLanguage"] == "sv"


def test_an_update_takes_back_a_time_that_is_no_longer_wanted() -> None:
    body = update_body(listed(), replace(TOLD, publish_at=""), MARKERS)
    assert "publishAt" not in body["status"]


def test_an_update_gives_back_a_tag_of_ours_that_a_person_deleted() -> None:
    video = listed()
    video["snippet"]["tags"].remove(MARKERS[0])
    assert not is_up_to_date(video, TOLD, MARKERS)
    assert update_body(video, TOLD, MARKERS)["snippet"]["tags"] == [*TOLD.tags, *MARKERS]


def test_it_is_seen_when_nothing_has_to_be_sent() -> None:
    assert is_up_to_date(listed(), TOLD, MARKERS)
    assert not is_up_to_date(listed(), replace(TOLD, title="Ny"), MARKERS)


@pytest.mark.parametrize("text", ["2026-12-01T08:00:00Z", "2026-12-01T08:00:00.000Z", "2026-12-01T09:00:00+01:00"])
def test_a_time_is_read_in_whatever_way_it_is_written(text: str) -> None:
    video = listed()
    video["status"]["publishAt"] = text
    assert from_resource(video).publish_at == "2026-12-01T08:00:00Z"


def test_a_video_that_says_next_to_nothing_can_be_read() -> None:
    read = from_resource({"id": "a", "snippet": {"title": "T"}, "status": {"privacyStatus": "unlisted"}})
    assert (read.title, read.tags, read.privacy, read.language) == ("T", (), "unlisted", "")


@given(METADATA)
def test_the_ledger_holds_it_and_gives_it_back(metadata: Metadata) -> None:
    assert from_json(Metadata, to_json(Metadata, metadata)) == metadata
    assert from_fact(json.loads(json.dumps(to_fact(metadata)))) == metadata


@pytest.mark.parametrize("fact", [None, {}, "T", {**to_fact(TOLD), "privacy": "secret"}, {**to_fact(TOLD), "tags": None}])
def test_a_memory_that_cannot_be_understood_is_none(fact: object) -> None:
    assert from_fact(fact) is None
