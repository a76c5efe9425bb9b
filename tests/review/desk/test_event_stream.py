"""The one stream that every tab listens to, and how the server knows that nobody is there any more."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from tests.review.asking import run_apart
from tests.review.serving_made import review_server
from vbn_video.review.desk.event_stream import MOST_WAITING, EventHub


def test_every_tab_is_told(tmp_path: Path) -> None:
    with review_server(tmp_path) as page, page.events() as one, page.events() as other:
        page.server.desk.hub.publish("run", {"navn": "Møde\n\ndata: x"})
        assert next(one) == next(other) == ("run", {"navn": "Møde\n\ndata: x"})


def test_at_its_end_the_server_says_so_and_every_stream_ends(tmp_path: Path) -> None:
    with review_server(tmp_path) as page, page.events() as events:
        page.server.desk.close()
        assert list(events) == [("end", {})]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def _first(hub: EventHub) -> Any:
    stream = hub.stream()
    await anext(stream)
    return stream


def test_how_long_no_tab_has_been_open_counts_from_the_last_one_that_went() -> None:
    clock = Clock()
    hub = EventHub(clock)

    async def visits() -> None:
        clock.now = 5
        assert hub.alone_s() == (False, 5)
        one, other = await _first(hub), await _first(hub)
        clock.now = 100
        assert hub.alone_s() == (True, 0)
        await one.aclose()
        assert hub.alone_s() == (True, 0)
        await other.aclose()
        clock.now = 130
        assert hub.alone_s() == (True, 30)

    run_apart(visits)


def test_a_tab_that_is_far_behind_is_told_that_it_lost_some() -> None:
    hub = EventHub()

    async def visit() -> list[bytes]:
        stream = await _first(hub)
        for number in range(MOST_WAITING + 5):
            hub.publish("run", {"number": number})
        await asyncio.sleep(0)
        pieces = []
        while not pieces or json.loads(pieces[-1].split(b"data: ")[1]).get("number") != MOST_WAITING + 4:
            pieces.append(await anext(stream))
        return pieces

    pieces = run_apart(visit)
    assert pieces[0].startswith(b"event: lost")
    assert len(pieces) == 6
