"""Who may see a video, and what of it was changed, in the person's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import get_args, get_type_hints

import pytest

from vbn_video import messages
from vbn_video.publish.youtube.texts.metadata import Metadata
from vbn_video.publish.youtube.texts.visibility import field_in_words, privacy_in_words


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
