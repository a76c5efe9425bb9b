"""What the desk's addresses share for as long as the server is there: the stream of events, the runs, the watch over files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import Any

from starlette.requests import Request

from vbn_video.errors import InputError
from vbn_video.messages import _
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
        self,
        workspace: Workspace,
        settings: RunSettings,
        *,
        start: Start = RunProcess,
        hearing: Hearing | None = None,
        ends_with: str | None = None,
    ) -> None:
        """`ends_with`: the key of the project whose publication on the page ends the command."""
        self.workspace, self.settings, self.ends_with = workspace, settings, ends_with
        self.hub = EventHub()
        self.runs = Runs(self._publish, self._key_of, start)
        self.watch = FileWatch(self._changed)
        self.hearing = hearing or Hearing(self.hub.publish)
        self.ended = Event()
        """Set by what ends the command from within the page."""
        self.links: tuple[str, ...] = ()
        """Where the publication that ended the command can be seen."""

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

    def put_off(self) -> None:
        """End the command without a publication.

        Raises:
            InputError: the command does not wait for one.
        """
        if self.ends_with is None:
            raise InputError(_("The page was not opened by a command that waits for it."))
        self.ended.set()

    def _publish(self, event: str, document: Mapping[str, Any]) -> None:
        self.hub.publish(event, document)
        is_published = event == "run" and (document["state"], document["until"]) == ("done", "publish")
        if is_published and self.ends_with == document["project"]:
            self.links = tuple(publication["url"] for publication in document["publications"])
            self.ended.set()

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
