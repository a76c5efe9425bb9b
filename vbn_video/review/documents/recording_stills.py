"""What the recording shows at a moment, as a small picture: so that a person sees which place is meant without playing it.

/media/KEY/still/AT.jpg ─► the part that holds the moment ─► its file, beside or where the project says ─► a JPEG
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.clock import US_PER_S
from vbn_video.evidence import Part, Recording
from vbn_video.project import Project, read_value
from vbn_video.review.documents.document_edits import project_of
from vbn_video.steps.record import Record

WIDTH = 320
KEPT = 400
"""Stills that are kept in memory, of some 15 kB each."""
LOOKED_BACK_US = 2 * US_PER_S
"""Where nothing is shown at a moment (a gap, the very end), the picture so long before is taken."""


def still_address(key: str, at_us: int) -> str:
    """The address of the picture that is shown at that time of the recording."""
    return f"/media/{key}/still/{max(at_us, 0)}.jpg"


def recorded_file(project: Project, part: Part) -> Path | None:
    """Where a part of the recording lies: where it was, or beside the project if both were moved; None where it is gone."""
    for source in map(Path, Record.of(project).content.sources):
        for place in (source, project.folder.with_name(source.name)):
            root = place if place.is_dir() else place.parent
            path = root / part.file
            if path.is_file() and path.resolve().is_relative_to(root.resolve()):
                return path
    return None


def _still(request: Request) -> Response:
    project, at_us = project_of(request), int(request.path_params["at_us"])
    jpeg = _picture_at(project, at_us) or _picture_at(project, at_us - LOOKED_BACK_US)
    if jpeg is None:
        raise HTTPException(404)
    return Response(jpeg, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


def _picture_at(project: Project, at_us: int) -> bytes | None:
    """The JPEG; None where the recording is gone, or shows nothing then."""
    path = project.path("recording.json")
    if not path.exists():
        return None
    recording = read_value(path, Recording)
    index = max(bisect_right(recording.part_starts_us, at_us) - 1, 0)
    part, start_us = recording.parts[index], recording.part_starts_us[index]
    file = recorded_file(project, part)
    if file is None:
        return None
    source_us = max(at_us - start_us, part.picture_start_us) + part.source_start_us
    modified_ns = file.stat().st_mtime_ns
    return _decoded(file, modified_ns, part.picture_index, source_us, part.picture.rotation)


@lru_cache(KEPT)
def _decoded(file: Path, _modified_ns: int, picture_index: int, source_us: int, rotation: int) -> bytes | None:
    from vbn_video.render.stills import recorded_still

    return recorded_still(file, picture_index, source_us, rotation, WIDTH)


ROUTES: list[BaseRoute] = [Route("/media/{key}/still/{at_us:int}.jpg", _still)]
