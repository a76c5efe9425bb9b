"""YouTube on 127.0.0.1: a server of our own that behaves as the documented YouTube Data API v3 does, faults included.

    with YoutubeServer(prefix="/rehearsal", duration_s=312.0) as server:     # the keywords are the fields of Settings
        server.write_token_file(tmp_path / "token.json", expired=True)       # or stale=, revoked=, scopes=, channel=
        server.write_client_secret(tmp_path / "client.json", "installed")    # or "web"
        …                                                                    # [youtube] api_root = server.root
        assert server.state.video.content == film                            # the one video, its very bytes
        assert server.violations == [] and server.faults.left == []

Where things lie: the API below `server.root`, the sign-in at `server.origin` (`/auth`, `/token`, `/revoke`), never below the
prefix.

**What is there** is `server.state`: channels, videos (by id; `uploaded` has every video that ever came to be), captions,
playlists, sessions, thumbnails, notes. What YouTube Studio lets a person change may be changed in it:
`video.snippet["title"] = …`, `video.status["privacyStatus"] = …`, `server.delete_video(video)`; `server.add_video`,
`add_playlist`, `add_caption`, `add_channel` make what was there before. `server.settings` may be changed while it runs:
lags, processing, quota, lives of tokens and sessions, consent. `server.clock` is the server's time,
`server.oauth.expire_all()` and `revoke_all()` end tokens, `server.quota` counts.

**What was asked** is `server.requests`, a list of `Seen`: `names()`, `counts()`, `writes` (those that could change
anything), `forget_requests()` before a rerun. The names: `videos.insert.open`, `videos.insert.bytes`, `videos.insert.ask`,
`videos.list`, `videos.update`, `videos.delete`, `channels.list`, `playlists.list`, `playlists.insert`, `playlistItems.list`,
`playlistItems.insert`, `playlistItems.delete`, `captions.list`, `captions.insert`, `captions.update`, `captions.delete`,
`captions.download`, `thumbnails.set`, `auth`, `token`, `revoke`, `unknown`.

**What was wrong** is `server.violations`: all that YouTube refuses as wrong use, and what it takes but no client of ours may
do (a privacy left out). No violation is what a client can't know: an expired or revoked token, a right not granted, 409, a
late 404, a dead session, an empty quota, and whatever a fault says.

**What goes wrong** is planned:

    server.faults.add(Fault("videos.insert.bytes", "cut_within", nth=2))                    # half the body, then RST
    server.faults.add(Fault("captions.insert", "status", status=503, times=3))              # Google's HTML page
    server.faults.add(Fault("playlist.*", "status", reason="userRateLimitExceeded", retry_after=7))
    stall = server.faults.add(Fault("token", "stall")); stall.reached.wait(10); stall.release()

The kinds and their words are told at `Fault`. A hook sees each request in its phases and may end the connection without an
answer, by True or an exception: `server.on_request = hook`, `hook(seen, phase)`.

- `within`: half of the body is read (only where there is one). Cut here: of a chunk, whole 256 KiB of what arrived are
  stored.
- `received`: all is read, nothing done (of a chunk, all but its last 1 MiB at most is stored). Cut here: the request was
  lost.
- `worked`: it is done, the answer not sent. Cut here: the answer was lost.
- `answered`: the answer is sent; the client may be further already.

To kill a client at a point, kill it in the hook and wait for its end there; then `server.settle()` before what follows: it
waits until all that the client had sent is worked on.

By itself: `python -m tests.youtube_server --token-file FILE --state-file FILE` prints its root address; `--no-digest
--keep-bytes 0` for measurements. `client.py` turns google-api-python-client to a server, `raw.py` sends anything.
"""

from tests.youtube_server.faults import Fault
from tests.youtube_server.oauth import CLIENT_ID, CLIENT_SECRET, FORCE_SSL
from tests.youtube_server.request import Seen
from tests.youtube_server.server import YoutubeServer
from tests.youtube_server.settings import Settings

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "FORCE_SSL", "Fault", "Seen", "Settings", "YoutubeServer"]
