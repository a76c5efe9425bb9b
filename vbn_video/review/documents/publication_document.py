"""Publishing: what the check found and where each thing is mended, what is sent where, and the links of what is out.

    report.json ─► findings, each with the place where it is mended ─┐
    the steps that a run would take now ─► stale                      ├─► GET publication
    preset + ledger + the project's files ─► targets (publication_targets.py) ─┘

The button is a run up to `publish` (`POST /api/runs`). Nothing here asks a network, and nothing is changed.

    POST publication/page ─► the published page, where its address is a file's, in the browser: no page may lead to a file
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from vbn_video.clock import us
from vbn_video.codec import JsonError, parse_json
from vbn_video.decisions import EditPlan
from vbn_video.errors import InputError, VbnError
from vbn_video.evidence import Recording
from vbn_video.messages import _
from vbn_video.pipeline import steps_due
from vbn_video.project import Project, read_value
from vbn_video.publish.youtube.texts.visibility import privacy_in_words
from vbn_video.review.access.browser_opening import open_in_browser
from vbn_video.review.answers import answer, revision_of
from vbn_video.review.documents.document_edits import preset_of, project_of
from vbn_video.review.documents.project_writing import read_project_file
from vbn_video.review.documents.publication_targets import links_of, published_page, targets_of
from vbn_video.runs.request import RunRequest
from vbn_video.settings.choices import WEBSITE
from vbn_video.settings.preset import Preset
from vbn_video.timeline import Timeline

REPORT = "report.json"
MENDED_IN = {
    **dict.fromkeys(("caption doubt", "caption file", "caption offence", "caption outside", "empty caption"), "captions"),
    **dict.fromkeys(("no caption", "overlap", "language", "speech"), "captions"),
    **dict.fromkeys(("unsure cut", "cut off", "black", "frozen", "silence"), "cut"),
    "chapters": "chapters",
}
"""By a rule's key, the place of the page where what it finds is mended; what no place mends is not named."""


def _get(request: Request) -> Response:
    project, key = project_of(request), request.path_params["key"]
    preset = preset_of(request)
    data = read_project_file(project, REPORT)
    due, why_not = _due(project, preset)
    report = _report(data)
    content = str(report.get("content", ""))
    revision = revision_of(data)
    document = {
        "revision": revision,
        "checked": data is not None,
        "passed": bool(report.get("passed", False)),
        "findings": [_finding(project, one) for one in report.get("findings", [])],
        "stale": bool(due),
        "due": list(due),
        "problem": why_not,
        "targets": targets_of(project, preset, "" if due else content),
        "links": links_of(project),
        "website": _website(preset),
        "visibility": privacy_in_words(preset.youtube.privacy),
        "can_be_public": not preset.youtube.publish_at,
        "report": f"/media/{key}/report.html" if data is not None else None,
    }
    return answer(document, revision)


def _open_page(request: Request) -> Response:
    """Open the page that lies in the website's folder. The ledger may be somebody else's: it names no other file to open."""
    folder = preset_of(request).website.media_dir
    page = published_page(project_of(request), Path(folder).absolute()) if folder else None
    if page is None:
        raise InputError(_("No page of this meeting lies in the website's folder."))
    if not open_in_browser(page.as_uri()):
        raise InputError(_("There is no browser here that could be opened. The page lies at {path}."), path=page)
    return answer({"path": str(page)})


def _website(preset: Preset) -> dict[str, str] | None:
    """What is known of the website; None where nothing is published there."""
    website = preset.website
    return {"folder": website.media_dir, "address": website.base_url} if WEBSITE in preset.publish.to else None


def _report(data: bytes | None) -> dict[str, Any]:
    """The report's values; none where there is no report, or one that can't be read: then the check is made again."""
    try:
        report = parse_json(data) if data is not None else {}
    except JsonError:
        return {}
    return report if isinstance(report, dict) else {}


def _due(project: Project, preset: Preset) -> tuple[tuple[str, ...], str]:
    """(the steps up to the check that a run would take now, why none can be taken)."""
    try:
        return steps_due(RunRequest((project.folder,), preset, until="check"))[1], ""
    except VbnError as error:
        return (), error.message


def _finding(project: Project, finding: dict[str, Any]) -> dict[str, Any]:
    at_s = finding.get("start")
    start_us = None if at_s is None else us(at_s)
    return {
        "severity": finding.get("severity", "note"),
        "message": finding.get("message", ""),
        "rule": finding.get("rule", ""),
        "start_us": start_us,
        "recording_us": _in_recording(project, start_us),
        "value": finding.get("value"),
        "limit": finding.get("limit"),
        "place": MENDED_IN.get(str(finding.get("rule", ""))),
    }


def _in_recording(project: Project, programme_us: int | None) -> int | None:
    if programme_us is None or not (project.path("recording.json").exists() and project.path("edit.json").exists()):
        return None
    try:
        recording, plan = read_value(project.path("recording.json"), Recording), read_value(project.path("edit.json"), EditPlan)
    except VbnError:
        return None
    return Timeline.of(recording, plan).recording_from_programme(programme_us)


ROUTES: list[BaseRoute] = [
    Route("/api/projects/{key}/publication", _get),
    Route("/api/projects/{key}/publication/page", _open_page, methods=["POST"]),
]
