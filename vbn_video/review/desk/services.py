"""What the desk's addresses share for as long as the server is there: the stream of events, the runs, the watch over files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from starlette.requests import Request

from vbn_video.project import Project
from vbn_video.review.desk.again.passages import Hearing
from vbn_video.review.desk.event_stream import EventHub
from vbn_video.review.desk.file_watch import FileWatch
from vbn_video.review.desk.running.begun_runs import Runs
from vbn_video.review.desk.running.run_orders import RunSettings, make_order
from vbn_video.review.desk.running.run_process import RunProcess, Start
from vbn_video.review.workspace import Workspace


class DeskServices:
    """One server's desk."""

    def __init__(
        self, workspace: Workspace, settings: RunSettings, start: Start = RunProcess, hearing: Hearing | None = None
    ) -> None:
        self.workspace, self.settings = workspace, settings
        self.hub = EventHub()
        self.runs = Runs(self.hub.publish, self._key_of, start)
        self.watch = FileWatch(self._changed)
        self.hearing = hearing or Hearing(self.hub.publish)

    @cached_property
    def default_model(self) -> str:
        """The model that the preset hears by."""
        from vbn_video.settings.preset_files import load_preset

        return load_preset(self.settings.preset, self.settings.overruled).preset.captions.model

    def begin(self, key: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Begin a run of a recording or project.

        Raises:
            VbnError: there is nothing of that key, or it can't be run.
        """
        return self.runs.begin(make_order(key, self.workspace.path(key), asked, self.settings))

    def close(self) -> None:
        """Ask the runs to stop, and end the streams."""
        self.runs.close()
        self.hearing.close()
        self.hub.close()

    def _key_of(self, project: str) -> str | None:
        return self.workspace.key_of(Path(project)) if Path(project).is_dir() else None

    def _changed(self, key: str, document: str, revision: str) -> None:
        self.hub.publish("changed", {"project": key, "document": document, "revision": revision})


def services_of(request: Request) -> DeskServices:
    """The desk of the server that was asked."""
    services: DeskServices = request.app.state.desk
    return services


def watched(request: Request, key: str) -> Project:
    """The project of that key; from now on its files are watched.

    Raises:
        InputError: there is none, or it is gone.
    """
    services = services_of(request)
    project = services.workspace.project(key)
    services.watch.add(key, project)
    return project
