"""The addresses of the desk: what lies below the folder, runs, the stream of events, a project's overview, hearing again."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.review.answers import answer
from vbn_video.review.desk.listing import list_desk
from vbn_video.review.desk.overview import project_document
from vbn_video.review.desk.services import services_of, watched


def _desk(request: Request) -> Response:
    services = services_of(request)
    return answer(list_desk(services.workspace, services.runs.latest, services.default_model))


async def _events(request: Request) -> Response:
    return StreamingResponse(services_of(request).hub.stream(), media_type="text/event-stream")


def _overview(request: Request) -> Response:
    key = request.path_params["key"]
    project, services = watched(request, key), services_of(request)
    return answer(project_document(key, project, services.runs.latest(str(project.folder)), services.default_model))


async def _begin(request: Request) -> Response:
    from starlette.concurrency import run_in_threadpool

    asked = _document(await request.body())
    key = asked.pop("key", None)
    if not isinstance(key, str):
        raise InputError(_("The page does not say which recording is meant. Reload it."))
    return answer(await run_in_threadpool(services_of(request).begin, key, asked), status=201)


def _run(request: Request) -> Response:
    return answer(services_of(request).runs.document(request.path_params["id"]))


def _stop(request: Request) -> Response:
    return answer(services_of(request).runs.stop(request.path_params["id"]))


async def _hear(request: Request) -> Response:
    from starlette.concurrency import run_in_threadpool

    asked = _document(await request.body())
    span = asked.get("start_us"), asked.get("end_us")
    key, services = request.path_params["key"], services_of(request)
    project = services.workspace.project(key)
    await run_in_threadpool(services.hearing.hear, key, project, span)
    return answer({}, status=202)


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body or b"{}")
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise InputError(_("What the page sent can't be read. Reload it."))
    return document


ROUTES: list[BaseRoute] = [
    Route("/api/desk", _desk),
    Route("/api/events", _events),
    Route("/api/runs", _begin, methods=["POST"]),
    Route("/api/runs/{id}", _run),
    Route("/api/runs/{id}/stop", _stop, methods=["POST"]),
    Route("/api/projects/{key}", _overview),
    Route("/api/projects/{key}/hear", _hear, methods=["POST"]),
]
