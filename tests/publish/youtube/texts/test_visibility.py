"""Who may see a video, and what of it was changed, in the person's language."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import fields
from typing import get_args, get_type_hints

import pytest

from vbn_video import messages
from vbn_video.publish.youtube.texts.metadata import Metadata
from vbn_video.publish.youtube.texts.visibility import field_in_words, privacy_in_words, value_in_words


@pytest.fixture(autouse=True)
def marked() -> Iterator[None]:
    """A language in which each message shows that it was translated."""
    messages.install(lambda sentence: f"<{sentence}>", "da")
    yield
    messages.install(str)


def test_every_field_that_somebody_can_change_on_youtube_has_words() -> None:
    assert [field.name for field in fields(Metadata) if not field_in_words(field.name).startswith("<")] == []


def test_every_privacy_has_words_and_a_time_stays() -> None:
    words = get_args(get_type_hints(Metadata)["privacy"])
    assert words and [word for word in words if not privacy_in_words(word).startswith("<")] == []
    assert privacy_in_words("2026-12-01 09:00") == "2026-12-01 09:00"


@pytest.fixture
def in_denmark(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as machine:
        machine.setenv("TZ", "Europe/Copenhagen")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the system's zone can't be set")
@pytest.mark.usefixtures("in_denmark")
def test_no_value_of_a_program_stands_in_a_sentence() -> None:
    stood = Metadata("En titel", "", ("a", "b"), "27", "en", "private", "2026-12-01T08:00:00Z", "youtube", True, False)
    assert {field.name: value_in_words(field.name, getattr(stood, field.name)) for field in fields(Metadata)} == {
        "title": "En titel",
        "description": "<nothing>",
        "tags": "a, b",
        "category": "27",
        "language": "engelsk",
        "privacy": "<private>",
        "publish_at": "2026-12-01 09:00",
        "license": "youtube",
        "embeddable": "<yes>",
        "made_for_kids": "<no>",
    }
    assert value_in_words("publish_at", "") == "<nothing>" and value_in_words("publish_at", "soon") == "soon"
