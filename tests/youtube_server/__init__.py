"""YouTube on 127.0.0.1: a server of our own that behaves as the documented YouTube Data API v3 does, faults included."""

from tests.youtube_server.faults import Fault
from tests.youtube_server.oauth import CLIENT_ID, CLIENT_SECRET, FORCE_SSL
from tests.youtube_server.request import Seen
from tests.youtube_server.server import YoutubeServer
from tests.youtube_server.settings import Settings

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "FORCE_SSL", "Fault", "Seen", "Settings", "YoutubeServer"]
