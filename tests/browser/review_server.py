"""The review page over one project, served on a port of this machine: its own application, with the recording beside it.

What the desk would tell of the project (its parts, its runs) is told here in its place, so that a place can be looked at by itself.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vbn_video.decisions import EditPlan
from vbn_video.evidence import Recording
from vbn_video.project import Project, read_value
from vbn_video.review.application import make_application
from vbn_video.review.documents.recording_stills import recorded_file
from vbn_video.review.workspace import Workspace

RULES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
    " connect-src 'self'; font-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
)
SAMPLES_US = 50_000


@dataclass
class ReviewServer:
    """Where the page is, and what was asked of the desk."""

    url: str
    key: str
    asked: list[dict[str, Any]] = field(default_factory=list)

    def place(self, name: str) -> str:
        return f"{self.url}#/{self.key}/{name}"


@contextmanager
def serve_review(project: Project) -> Iterator[ReviewServer]:
    """The page over the project, until the end of the block."""
    workspace = Workspace(project.folder.parent)
    key, asked = workspace.key_of(project.folder), list[dict[str, Any]]()
    recording = read_value(project.path("recording.json"), Recording)

    def shown(_request: Request) -> Response:
        plan = read_value(project.path("edit.json"), EditPlan)
        part = recording.parts[0]
        missing = recorded_file(project, part) is None
        whole = {"media": f"/media/{key}/0", "start_us": 0, "duration_us": part.duration_us, "type": "video/mp4"}
        return JSONResponse(
            {
                "key": key,
                "name": recording.name,
                "folder": str(project.folder),
                "title": recording.topic or recording.name,
                "duration_us": recording.duration_us,
                "intro_us": plan.intro_us,
                "outro_us": plan.outro_us,
                "kept": [[span.start_us, span.end_us] for span in plan.kept],
                "parts": [{**whole, "proxy": False, "missing": missing}],
                "slides": [],
                "has": {},
                "model": {"name": "large", "is_base": False, "better": []},
                "run": None,
                "language": "da",
            }
        )

    def media(_request: Request) -> Response:
        file = recorded_file(project, recording.parts[0])
        return FileResponse(file) if file else Response(status_code=404)

    def peaks(_request: Request) -> Response:
        count = recording.duration_us // SAMPLES_US
        pairs = (-(20 + 90 * (number % 40) // 40) for number in range(count))
        return Response(b"".join(bytes((low % 256, -low)) for low in pairs))

    async def events(_request: Request) -> Response:
        return StreamingResponse(iter([": no event\n\n"]), media_type="text/event-stream")

    async def run(request: Request) -> Response:
        asked.append(await request.json())
        return JSONResponse({"id": "1", "key": key, "project": key, "state": "running", "step": "render", "progress": 0.4})

    application = make_application(workspace)
    application.router.routes[:0] = [
        Route("/api/projects/{key}", shown),
        Route("/media/{key}/0", media),
        Route("/media/{key}/peaks", peaks),
        Route("/api/events", events),
        Route("/api/runs", run, methods=["POST"]),
    ]
    server = uvicorn.Server(uvicorn.Config(_with_rules(application), port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the server has ended"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield ReviewServer(f"http://127.0.0.1:{port}/", key, asked)
    finally:
        server.should_exit = server.force_exit = True
        thread.join()


def _with_rules(application: ASGIApp) -> ASGIApp:
    """The application with the page's content rules on every answer."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        async def with_rules(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", RULES.encode())]
            await send(message)

        await application(scope, receive, with_rules)

    return asked


def sample_project(folder: Path, recording: Path) -> Path:
    """The sample's project in the folder, up to its plan."""
    from tests.running import vbn_video

    done = vbn_video("run", recording, "--workspace", folder, "--until", "caption")
    assert done.code == 0, done.err
    return folder / (recording.name + ".vbn")
