"""The addresses of what is heard and seen: the recording's parts, its waveform, stills, the poster and the report."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from vbn_video.errors import MissingError
from vbn_video.messages import _
from vbn_video.project import Project
from vbn_video.review.answers import workspace_of
from vbn_video.review.media.proxies import Proxies
from vbn_video.review.media.recorded_files import read_recording, recorded_files
from vbn_video.review.media.waveform import PEAKS_PER_SECOND, read_peaks
from vbn_video.untrusted.own_files import is_link

STILL = re.compile(r"[0-9]+\.jpg")
REPORT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'"
"""The report shows what others wrote (titles, captions): it may show itself, and run nothing."""
REVALIDATED = {"Cache-Control": "private, no-cache"}
"""Stills stay in the browser; each time it asks whether they are still the same."""


def _part(request: Request) -> Response:
    """One recorded file, by ranges; `?proxy=1`: the small copy, or 202 with how far it is."""
    project, index = _project(request), int(request.path_params["part"])
    recording = read_recording(project)
    files = recorded_files(project, recording) if recording else []
    if index >= len(files):
        raise HTTPException(404)
    file = files[index]
    if file.path is None:
        raise MissingError(
            _("The recording is not where it was ({path}). Connect its disk. Captions can be corrected without it."),
            path=file.part.file,
        )
    if request.query_params.get("proxy") != "1":
        return FileResponse(file.path, media_type=file.media_type)
    proxies: Proxies = request.app.state.proxies
    found = proxies.find(project, index, file)
    if isinstance(found, Path):
        return FileResponse(found, media_type="video/mp4")
    if found.error:
        raise MissingError("{why}", why=found.error)
    return JSONResponse({"progress": found.progress}, 202, {"Retry-After": "2"})


def _peaks(request: Request) -> Response:
    levels = _project(request).path("levels.npz")
    if not levels.is_file():
        raise HTTPException(404)
    return Response(
        read_peaks(levels), media_type="application/octet-stream", headers={"X-Peaks-Per-Second": str(PEAKS_PER_SECOND)}
    )


def _still(request: Request) -> Response:
    name = request.path_params["name"]
    if not STILL.fullmatch(name):
        raise HTTPException(404)
    return _file(_project(request).path("slides") / name, "image/jpeg")


def _poster(request: Request) -> Response:
    return _file(_project(request).path("poster.jpg"), "image/jpeg")


def _report(request: Request) -> Response:
    answer = _file(_project(request).path("report.html"), "text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = REPORT_POLICY
    return answer


def _file(path: Path, media_type: str) -> Response:
    if is_link(path) or is_link(path.parent) or not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, media_type=media_type, headers=REVALIDATED)


def _project(request: Request) -> Project:
    return workspace_of(request).project(request.path_params["key"])


ROUTES: list[BaseRoute] = [
    Route("/media/{key}/{part:int}", _part),
    Route("/media/{key}/peaks", _peaks),
    Route("/media/{key}/poster.jpg", _poster),
    Route("/media/{key}/report.html", _report),
    Route("/media/{key}/slides/{name}", _still),
]
