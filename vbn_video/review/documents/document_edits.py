"""How a person's change comes into one of a project's files: made for the revision that stands there, under the lock.

request ─► project_of, preset_of
        ─► held_for_edit: the lock ─► is it still the revision that the change was made for? ─► the change is written
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.project import Project, disk_errors
from vbn_video.review.answers import StaleError, named_revision, revision_of, workspace_of
from vbn_video.review.documents.project_preset import preset_of_project
from vbn_video.review.documents.project_writing import hold_project, read_project_file
from vbn_video.runs.remembered_preset import ChosenPreset
from vbn_video.settings.choices import DEFAULT_PRESET

if TYPE_CHECKING:
    from vbn_video.settings.preset import Preset
    from vbn_video.settings.preset_files import LoadedPreset


def project_of(request: Request) -> Project:
    """The project that the address names.

    Raises:
        InputError: there is none of that key, or it is gone.
        MissingError: the disk does not say.
    """
    workspace = workspace_of(request)
    with disk_errors(workspace.folder):
        return workspace.project(request.path_params["key"])


def loaded_preset_of(request: Request) -> LoadedPreset:
    """The preset that runs of the project which are begun on the page have, with its caption profile; each read once a server.

    Where the project's own is gone, the command's: what is written can be corrected all the same.

    Raises:
        InputError: it can't be used.
    """
    try:
        return project_preset_of(request)
    except InputError:
        return _loaded(request, _given(request)[0])


def project_preset_of(request: Request) -> LoadedPreset:
    """The project's own preset and no other.

    Raises:
        InputError: it can't be used.
    """
    given, is_named = _given(request)
    return _loaded(request, preset_of_project(project_of(request), given, is_named=is_named))


def preset_of(request: Request) -> Preset:
    """The values of the project's preset.

    Raises:
        InputError: it can't be used.
    """
    return project_preset_of(request).preset


def _given(request: Request) -> tuple[ChosenPreset, bool]:
    """(what the command has, whether it named it)."""
    desk = getattr(request.app.state, "desk", None)
    if desk is None:
        return ChosenPreset(DEFAULT_PRESET), False
    settings = desk.settings
    return ChosenPreset(settings.preset, (*settings.overruled, *settings.more_overruled)), settings.is_named


def _loaded(request: Request, chosen: ChosenPreset) -> LoadedPreset:
    from vbn_video.settings.preset_files import load_preset

    state = request.app.state
    if not hasattr(state, "presets"):
        state.presets = {}
    if chosen not in state.presets:
        state.presets[chosen] = load_preset(chosen.name, chosen.overruled)
    loaded: LoadedPreset = state.presets[chosen]
    return loaded


def forget_presets(request: Request) -> None:
    """Read them anew when they are asked for next: one was written."""
    request.app.state.presets = {}


@contextmanager
def held_for_edit(request: Request, project: Project, name: str, current: Callable[[], dict[str, Any]]) -> Iterator[None]:
    """Hold the project's lock for a change of the file `name`; `current` is the document as it stands.

    Raises:
        InputError: the request does not name the revision that it was made for.
        StaleError: the file is not of that revision any more.
        LockedError, MissingError: as `hold_project`.
    """
    revision = named_revision(request)
    with hold_project(project):
        if revision_of(read_project_file(project, name)) != revision:
            raise StaleError(_("It was changed elsewhere since you opened it."), current())
        yield
