"""A server, and a client that says anything."""

from collections.abc import Iterator

import pytest

from tests.youtube_server import YoutubeServer
from tests.youtube_server.raw import Raw


@pytest.fixture
def server() -> Iterator[YoutubeServer]:
    with YoutubeServer() as server:
        yield server


@pytest.fixture
def raw(server: YoutubeServer) -> Raw:
    return Raw(server)
