"""The day's count of what was asked of YouTube."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from vbn_video.errors import TargetError
from vbn_video.publish.youtube.api.quota import Allowance, Quota, cost

GOOGLE = "https://youtube.googleapis.com/"
CLIENT = "123-abc.apps.googleusercontent.com"
EVENING = dt.datetime(2026, 11, 2, 6, 30, tzinfo=dt.UTC)  # 22:30 of 1 November in California: the clocks were put back that day
PUBLICATION = ("channels.list", "videos.insert", "captions.insert", "thumbnails.set", "playlistItems.insert")


class Day:
    """A clock that a test sets."""

    def __init__(self, at: dt.datetime = EVENING) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tilstand æøå" / "quota.json"


def spent(quota: Quota, *methods: str) -> Quota:
    for method in methods:
        quota.spend(method)
    return quota


def quota(path: Path, now: Callable[[], dt.datetime] | None = None, client: str = CLIENT, root: str = GOOGLE) -> Quota:
    return Quota(path, client, root, now or Day())


@pytest.mark.parametrize(
    ("method", "units"),
    [
        ("captions.list", 50),
        ("captions.insert", 400),
        ("captions.update", 450),
        ("thumbnails.set", 50),
        ("playlistItems.insert", 50),
        ("playlists.insert", 50),
        ("videos.update", 50),
        ("videos.delete", 50),
        ("videos.list", 1),
        ("channels.list", 1),
        ("playlistItems.list", 1),
    ],
)
def test_a_request_costs_what_youtube_says(method: str, units: int) -> None:
    assert cost(method) == Allowance(inserts=0, units=units)


def test_an_upload_is_one_of_a_hundred_and_costs_no_units() -> None:
    assert cost("videos.insert") == Allowance(inserts=1, units=0)


def test_a_day_begins_whole_and_every_sent_request_counts(path: Path) -> None:
    count = quota(path)
    assert count.left() == Allowance(100, 10_000)
    spent(count, *PUBLICATION, "captions.insert")
    assert count.left() == Allowance(99, 10_000 - 1 - 2 * 400 - 50 - 50)


def test_another_process_goes_on_with_the_count(path: Path) -> None:
    spent(quota(path), "captions.insert")
    assert spent(quota(path), "captions.insert").left().units == 9200


def test_two_clients_and_two_addresses_have_a_count_each(path: Path) -> None:
    spent(quota(path), "captions.insert")
    assert quota(path, client="other").left().units == 10_000
    assert quota(path, root="http://127.0.0.1:8000/").left().units == 10_000
    assert quota(path, root=GOOGLE.rstrip("/")).left().units == 9600


def test_the_day_ends_at_midnight_in_california(path: Path) -> None:
    day = Day()
    count = spent(quota(path, day), "captions.insert")
    assert count.resets_at() == dt.datetime(2026, 11, 2, 8, 0, tzinfo=dt.UTC)
    day.at = count.resets_at() - dt.timedelta(seconds=1)
    assert count.left().units == 9600
    day.at = count.resets_at()
    assert count.left().units == 10_000
    assert count.resets_at() == dt.datetime(2026, 11, 3, 8, 0, tzinfo=dt.UTC)


def test_the_day_on_which_the_clocks_are_put_back_is_an_hour_longer(path: Path) -> None:
    morning = Day(dt.datetime(2026, 11, 1, 7, 0, tzinfo=dt.UTC))  # midnight in California, still in summer time
    assert quota(path, morning).resets_at() - morning.at == dt.timedelta(hours=25)


def test_yesterdays_counts_are_dropped_from_the_file(path: Path) -> None:
    day = Day()
    spent(quota(path, day, client="old"), "videos.list")
    day.at += dt.timedelta(days=1)
    spent(quota(path, day), "videos.list")
    assert list(json.loads(path.read_text())) == [f"{CLIENT} {GOOGLE.rstrip('/')}"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '"x"', f'{{"{CLIENT} https://youtube.googleapis.com": {{"day": "2026-11-01", "units": "many"}}}}']
)
def test_a_count_that_cannot_be_read_begins_anew(text: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_text(text)
    assert spent(quota(path), "captions.insert").left().units == 9600
    assert quota(path).left().units == 9600


def test_a_count_that_cannot_be_written_is_kept_for_the_run(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    count = spent(quota(tmp_path / "in the way" / "quota.json"), "captions.insert", "videos.insert")
    assert count.left() == Allowance(99, 9600)


def test_what_a_full_disk_refused_is_written_later(path: Path) -> None:
    path.parent.write_text("in the way")
    count = spent(quota(path), "captions.insert")
    path.parent.unlink()
    spent(count, "captions.insert")
    assert quota(path).left().units == 9200


def test_what_will_do_is_not_held_back(path: Path) -> None:
    spent(quota(path), *PUBLICATION)
    quota(path).hold_back(PUBLICATION)


def test_too_few_units_hold_back_with_the_time_of_the_reset(path: Path) -> None:
    count = spent(quota(path), *["captions.insert"] * 24)
    with pytest.raises(TargetError, match=r"takes 501 units.* 400 are left") as error:
        count.hold_back(PUBLICATION)
    reset = dt.datetime(2026, 11, 2, 8, 0, tzinfo=dt.UTC).astimezone()
    assert f"{reset:%Y-%m-%d %H:%M}" in error.value.message


def test_a_hundred_uploads_hold_back_the_next(path: Path) -> None:
    count = spent(quota(path), *["videos.insert"] * 100)
    count.hold_back(["videos.update"])
    with pytest.raises(TargetError, match="100 uploads a day"):
        count.hold_back(PUBLICATION)


def test_at_another_address_nothing_is_held_back(path: Path) -> None:
    count = spent(quota(path, root="http://127.0.0.1:8000/rehearsal"), *["captions.insert"] * 30)
    assert count.left().units == 0
    count.hold_back(PUBLICATION)
