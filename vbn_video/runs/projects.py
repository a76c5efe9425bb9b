"""Which project folder is meant: by its own path, or by the recording that it was made from."""

import os
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from vbn_video.errors import InputError, RecordingError
from vbn_video.messages import _
from vbn_video.project import SUFFIX, Project
from vbn_video.recording.find import find_sources, named_root, refuse_other_encoding
from vbn_video.recording.sources import Sources
from vbn_video.runs.request import RunRequest
from vbn_video.steps.record import Record

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
"""What Windows takes in no file's name; the others take most of it."""


def existing_project(path: Path, workspace: Path | None = None) -> Project:
    """The project that a person named by its folder or by its recording; the recording itself may be gone.

    Raises:
        InputError: there is none.
    """
    path = Path(os.path.abspath(path))
    if _is_project(path):
        return Project(path)
    if not path.exists():
        for name in (path.name, path.stem):
            if (project := Project.beside(path, name, workspace)).folder.is_dir():
                return project
    project = Project.beside(path, find_sources([path]).name, workspace)
    if not project.folder.is_dir():
        raise InputError(_("There is no project for {path} yet: nothing of it has been run or published here."), path=path)
    return project


def find_project(request: RunRequest) -> tuple[Project, Sources, RunRequest]:
    """(the project, there or to be made; the recorded files; the request with absolute paths).

    For a project folder, the recorded files are those that it was made from, and the workspace is where it lies. A video that
    a person named with `--as` has a project of its own, `RECORDING (NAME).vbn`.

    Raises:
        InputError: the video's name is none that a folder can have.
        RecordingError: the recording is not there, the project does not say which one it was made from, or a name is no UTF-8.
    """
    recordings = tuple(Path(os.path.abspath(path)) for path in request.recordings)
    workspace = Path(os.path.abspath(request.workspace)) if request.workspace else None
    name, folder = str(request.overrides.get("video", "")), None
    if workspace:
        refuse_other_encoding(workspace)
    if len(recordings) == 1 and _is_project(recordings[0]):
        folder = recordings[0]
        recordings = tuple(_moved_along(Path(path), folder) for path in Record.of(Project(folder)).content.sources)
        if not recordings:
            raise RecordingError(_("{path} does not say which recording it was made from. Name the recording."), path=folder)
        workspace = folder.parent
    sources = find_sources(recordings, views=request.preset.video.views)
    named = f"{sources.name} ({_as_file_name(name)})" if name else sources.name
    project = Project(folder) if folder and not name else Project.beside(recordings[0], named, workspace)
    return project, sources, replace(request, recordings=recordings, workspace=workspace)


def recorded_at(project: Project) -> list[Path]:
    """The recording as the person named it, where it lies now or was last; nothing where the project does not say."""
    return [_moved_along(Path(path), project.folder) for path in Record.of(project).content.sources]


def recording_root(project: Project) -> Path | None:
    """The folder that the recording's file names are relative to, where the recording lies now; None where none is noted.

    Raises:
        InputError: the parts lie on several disks.
    """
    recordings = recorded_at(project)
    return named_root(recordings) if recordings else None


def _as_file_name(name: str) -> str:
    """The video's name as every file system takes it."""
    plain = FORBIDDEN.sub("-", " ".join(unicodedata.normalize("NFC", name).split())).strip(" .-")
    if not plain:
        raise InputError(_('--as "{name}" is no name. Give one with letters, such as --as "Talk 2".'), name=name)
    return plain


def _is_project(path: Path) -> bool:
    return path.name.endswith(SUFFIX) and path.is_dir()


def _moved_along(recording: Path, project: Path) -> Path:
    """Where the recording is now: where it was, or beside the project if both were moved."""
    beside = project.with_name(recording.name)
    return recording if recording.exists() or not beside.exists() else beside
