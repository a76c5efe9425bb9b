"""A YouTube of our own, to which everything that is asked must be right."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publish.youtube.studio import Studio
from tests.youtube_server import YoutubeServer


@pytest.fixture
def server() -> Iterator[YoutubeServer]:
    with YoutubeServer(duration_s=124.0, processing_polls=1) as server:
        yield server
    assert server.violations == []


@pytest.fixture
def studio(server: YoutubeServer, tmp_path: Path) -> Studio:
    server.write_token_file(tmp_path / "token.json")
    return Studio(server, tmp_path)
