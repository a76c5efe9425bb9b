"""How a person's change comes into one of a project's files: made for the revision that stands there, under the lock.

request ─► project_of, preset_of
        ─► held_for_edit: the lock ─► is it still the revision that the change was made for? ─► the change is written
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from vbn_video.messages import _
from vbn_video.project import Project
from vbn_video.review.answers import StaleError, named_revision, revision_of, workspace_of
from vbn_video.review.documents.project_writing import hold_project, read_project_file

if TYPE_CHECKING:
    from vbn_video.settings.preset import Preset
    from vbn_video.settings.preset_files import LoadedPreset


def project_of(request: Request) -> Project:
    """The project that the address names.

    Raises:
        InputError: there is none of that key, or it is gone.
    """
    return workspace_of(request).project(request.path_params["key"])


def loaded_preset_of(request: Request) -> LoadedPreset:
    """The preset that runs which are begun on the page have, with its caption profile; read once a server.

    Raises:
        InputError: it can't be used.
    """
    from vbn_video.settings.preset_files import load_preset

    state = request.app.state
    if not hasattr(state, "preset"):
        desk = getattr(state, "desk", None)
        state.preset = load_preset(desk.settings.preset, desk.settings.overruled) if desk else load_preset()
    loaded: LoadedPreset = state.preset
    return loaded


def preset_of(request: Request) -> Preset:
    """Its values; errors as `loaded_preset_of`."""
    return loaded_preset_of(request).preset


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
