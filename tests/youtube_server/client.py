"""google-api-python-client with its bundled discovery document, turned to the server."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from tests.youtube_server.server import YoutubeServer


def credentials(server: YoutubeServer, path: Path, **how: Any) -> Any:
    """google-auth's credentials from a token file of the server's; `how` is what `write_token_file` takes."""
    import google.oauth2.credentials

    server.write_token_file(path, **how)
    fields = json.loads(path.read_text())
    expiry = dt.datetime.fromisoformat(fields["expiry"]).replace(tzinfo=None)
    names = ("token", "refresh_token", "token_uri", "client_id", "client_secret", "scopes")
    build: Any = google.oauth2.credentials.Credentials
    return build(**{name: fields[name] for name in names}, expiry=expiry)


def youtube(server: YoutubeServer, path: Path, **how: Any) -> Any:
    """The API as google-api-python-client offers it; to be closed, as it keeps its connection."""
    import googleapiclient.discovery
    from googleapiclient.discovery_cache import DISCOVERY_DOC_DIR

    document = json.loads((Path(DISCOVERY_DOC_DIR) / "youtube.v3.json").read_text())
    document["rootUrl"] = document["baseUrl"] = server.root
    return googleapiclient.discovery.build_from_document(document, credentials=credentials(server, path, **how))
