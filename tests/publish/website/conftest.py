"""A media folder, a project and an ear for what the run says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from vbn_video.events import Event, Notice
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.material import Material
from vbn_video.publish.publication import Publication, YoutubeVideo
from vbn_video.publish.website.site import publish_to_website, withdraw
from vbn_video.settings.preset import Website

FIRST_WHOLE = re.compile(rb',\n "published_at": "[^"]*"')


@dataclass
class MadeSite:
    """One machine's project beside one media folder."""

    media: Path
    project: Path
    website: Website
    said: list[Event] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.project / "ledger.json")

    @property
    def notices(self) -> str:
        return " ".join(event.text for event in self.said if isinstance(event, Notice))

    def publish(
        self, material: Material, *, anew: bool = False, youtube: YoutubeVideo | None = None, **changes: object
    ) -> Publication:
        self.said.clear()
        website = self.website.model_copy(update=changes)
        return publish_to_website(material, self.ledger, website, self.said.append, anew=anew, youtube=youtube)

    def withdraw(self) -> tuple[Publication, ...]:
        self.said.clear()
        return withdraw(self.ledger, self.said.append)

    def other_machine(self, name: str) -> MadeSite:
        project = self.project.with_name(name)
        project.mkdir()
        return MadeSite(self.media, project, self.website)

    def files(self) -> dict[str, bytes]:
        """Everything in the media folder, hidden files too; but for the time at which a page was first whole."""
        paths = (path for path in self.media.rglob("*") if path.is_file())
        return {path.relative_to(self.media).as_posix(): FIRST_WHOLE.sub(b"", path.read_bytes()) for path in paths}


@pytest.fixture
def place(tmp_path: Path) -> MadeSite:
    return make_site(tmp_path)


def make_site(folder: Path) -> MadeSite:
    media, project = folder / "medie mappe ø", folder / "project"
    media.mkdir(parents=True)
    project.mkdir()
    return MadeSite(media, project, Website(media_dir=str(media)))


MakePlace = Callable[[Path], MadeSite]
