"""One upload in a process of its own, for `upload_youtube.py`: prints what it took as JSON.

usage: python -m benchmarks.upload_sender WHO VIDEO ROOT TOKEN_FILE [BYTES_A_SECOND]
       WHO: `ours`, `chunks` (google-api-python-client as it is by itself) or `whole` (with `chunksize=-1`)
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from tests.peak_memory import peak_bytes
from vbn_video.events import Event, Progress
from vbn_video.publish.youtube.api.methods import open_api
from vbn_video.publish.youtube.upload.transfer import UploadJob, upload
from vbn_video.settings.preset import Youtube

BODY = {
    "snippet": {"title": "Measured", "categoryId": "27"},
    "status": {"privacyStatus": "private", "selfDeclaredMadeForKids": False},
}
PART = "snippet,status"


def ours(video: Path, root: str, token_file: Path, rate: int | None, heard: Callable[[Event], None]) -> Callable[[], str]:
    """The upload of this program, ready to begin."""
    api = open_api(Youtube(api_root=root, token_file=str(token_file)), heard)
    job = UploadJob(
        video=video,
        body=BODY,
        notify=False,
        find_video=lambda _late: None,
        note=lambda _state: None,
        emit=heard,
        limit_rate=rate,
    )
    return lambda: str(upload(api, job)["id"])


def peer(video: Path, root: str, token_file: Path, **how: Any) -> Callable[[], str]:
    """google-api-python-client's, as its documentation shows it."""
    from google.oauth2.credentials import Credentials
    from googleapiclient.discovery import build_from_document
    from googleapiclient.discovery_cache import get_static_doc
    from googleapiclient.http import MediaFileUpload

    login = json.loads(token_file.read_text(encoding="utf-8"))
    names = ("token", "refresh_token", "token_uri", "client_id", "client_secret", "scopes")
    expiry = dt.datetime.fromisoformat(login["expiry"]).replace(tzinfo=None)
    credentials = Credentials(**{name: login[name] for name in names}, expiry=expiry)
    document = json.loads(get_static_doc("youtube", "v3")) | {"rootUrl": root, "baseUrl": root}
    service = build_from_document(document, credentials=credentials)

    def send() -> str:
        media = MediaFileUpload(str(video), "video/mp4", resumable=True, **how)
        request = service.videos().insert(part=PART, body=BODY, notifySubscribers=False, media_body=media)
        answer = None
        while answer is None:
            _status, answer = request.next_chunk()
        return str(answer["id"])

    return send


def fastest_second(moments: list[tuple[float, float]]) -> float:
    """The most bytes that went out within any second; `moments`: (time in s, bytes so far)."""
    most, first = 0.0, 0
    for at_s, count in moments:
        while at_s - moments[first][0] > 1.0:
            first += 1
        most = max(most, count - moments[first][1])
    return most


def main(who: str, video: Path, root: str, token_file: Path, rate: int | None = None) -> None:
    """Get ready, upload, print."""
    moments: list[tuple[float, float]] = []

    def hear(event: Event) -> None:
        if isinstance(event, Progress):
            moments.append((time.perf_counter(), event.done))

    if who == "ours":
        send = ours(video, root, token_file, rate, hear)
    else:
        send = peer(video, root, token_file, **({"chunksize": -1} if who == "whole" else {}))
    start_bytes = psutil.Process().memory_info().rss
    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    video_id = send()
    seconds, cpu_s = time.perf_counter() - began_s, time.process_time() - began_cpu_s
    taken = {
        "id": video_id,
        "seconds": seconds,
        "cpu_s": cpu_s,
        "start_bytes": start_bytes,
        "peak_bytes": peak_bytes(),
        "fastest_second": fastest_second(moments),
    }
    print(json.dumps(taken))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]), *map(int, sys.argv[5:6]))
