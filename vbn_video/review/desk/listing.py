"""Every recording and every project below a folder, newest first, each with its state in words.

the folder ─► project folders ──────────────────────────────► a row each, with the recording that it was made from
           └► folders and files with videos that none has ──► a row each: new, or still being converted by Zoom
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vbn_video.errors import RecordingError, VbnError
from vbn_video.project import SUFFIX, Project
from vbn_video.recording.find import DEFAULT_ZONE, find_sources
from vbn_video.recording.video_names import is_video, natural_sort, readable
from vbn_video.recording.zoom.local import is_zoom_local, read_folder_name
from vbn_video.review.desk.models_here import model_document
from vbn_video.review.desk.project_state import RowState, state_of
from vbn_video.review.desk.run_log import warnings_of
from vbn_video.review.workspace import Workspace
from vbn_video.runs.found_projects import publications_of, title_of
from vbn_video.runs.projects import recorded_at

DEEPEST = 4
"""Folders below the folder that are looked into: Zoom's lie one or two deep, a person's order seldom more than three."""
MOST_ROWS = 500

SHOWN = ("target", "url", "state")

LatestRun = Callable[[str], dict[str, Any] | None]


@dataclass(frozen=True)
class FoundRecording:
    """A recording that nothing has been made of yet."""

    path: Path
    refusal: RecordingError | None = None
    """Why it can't be used, where that is seen already."""


def list_desk(workspace: Workspace, latest: LatestRun, default_model: str) -> dict[str, Any]:
    """The desk as the page shows it."""
    projects, found = _look_below(workspace.folder)
    made_from = {path: project for project in projects for path in recorded_at(project)}
    rows = [_project_row(workspace, project, latest) for project in projects]
    rows += [_recording_row(workspace, one, latest) for one in _recordings(workspace.folder, found, set(made_from))]
    rows.sort(key=lambda row: (row["date"] or "", row["name"]), reverse=True)
    return {"folder": str(workspace.folder), "rows": rows[:MOST_ROWS], "model": model_document(default_model)}


def _look_below(folder: Path) -> tuple[list[Project], list[tuple[Path, list[str]]]]:
    """(every project, every folder with the videos in it)."""
    projects, videos = [], []
    for path, names, files in os.walk(folder):
        depth = len(Path(path).relative_to(folder).parts)
        names.sort()
        projects += [Project(Path(path, name)) for name in names if name.endswith(SUFFIX)]
        names[:] = [name for name in names if not name.endswith(SUFFIX) and not name.startswith(".") and depth < DEEPEST]
        seen = [name for name in files if not name.startswith(".")]
        if any(is_video(name) for name in seen) or is_zoom_local(Path(path), seen, DEFAULT_ZONE):
            videos.append((Path(path), natural_sort(name for name in seen if is_video(name))))
        if len(projects) + len(videos) > MOST_ROWS:
            break
    return projects, videos


def _recordings(top: Path, found: list[tuple[Path, list[str]]], known: set[Path]) -> Iterator[FoundRecording]:
    """What has no project yet: a folder that is one meeting, else each of its videos.

    Of the desk's own folder each video: the project of a folder lies beside it, and so out of the desk's sight.
    """
    for folder, names in found:
        files = [folder / name for name in names]
        if folder in known or (files and all(file in known for file in files)):
            continue
        one = None if folder == top else _one_meeting(folder)
        if one and not any(file in known for file in files):
            yield one
        else:
            yield from (FoundRecording(file) for file in files if file not in known)


def _one_meeting(folder: Path) -> FoundRecording | None:
    """The folder as a recording; None where it holds several, or nothing says."""
    try:
        find_sources([folder])
    except RecordingError as error:
        is_several = sum(is_video(path.name) for path in folder.iterdir()) > 1
        return None if is_several else FoundRecording(folder, error)
    except VbnError:
        return None
    return FoundRecording(folder)


def _project_row(workspace: Workspace, project: Project, latest: LatestRun) -> dict[str, Any]:
    run = latest(str(project.folder))
    state = state_of(project, run)
    recorded = recorded_at(project)
    return {
        "key": workspace.key_of(project.folder),
        "name": readable(project.folder.stem),
        "kind": "project",
        "title": title_of(project),
        "date": _date(project.folder.stem, project.folder),
        "state": state.state,
        "sentence": state.sentence,
        "run": run,
        "project": workspace.key_of(project.folder),
        "recording": workspace.key_of(recorded[0]) if recorded and recorded[0].exists() else None,
        "warnings": [] if state.state in ("waiting", "running") else warnings_of(project),
        "publications": [{name: one[name] for name in SHOWN} for one in publications_of(project)["publications"]],
    }


def _recording_row(workspace: Workspace, found: FoundRecording, latest: LatestRun) -> dict[str, Any]:
    path, key = found.path, workspace.key_of(found.path)
    run = latest(str(Project.beside(path, path.name if path.is_dir() else path.stem).folder))
    state = RowState.of_recording(run, found.refusal)
    said = read_folder_name(path.name, DEFAULT_ZONE)
    return {
        "key": key,
        "name": readable(path.name if path.is_dir() else path.stem),
        "kind": "recording",
        "title": said.topic if said else None,
        "date": _date(path.name, path),
        "state": state.state,
        "sentence": state.sentence,
        "run": run,
        "project": None,
        "recording": key,
        "warnings": [],
        "publications": [],
    }


def _date(name: str, path: Path) -> str | None:
    """The day in the name, else when it was written."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from vbn_video.recording.video_names import read_stamp

    if stamp := read_stamp(readable(name), ZoneInfo(DEFAULT_ZONE)):
        return stamp.day.isoformat()
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, ZoneInfo(DEFAULT_ZONE)).date().isoformat()
    except OSError:
        return None
