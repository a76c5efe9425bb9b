"""A place where the sample has been published, as tech support does it: by the command, in folders with spaces and letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.running import SAMPLE, Done, vbn_video

SHORT_BUMPERS = ("--set", "intro.seconds=1", "--set", "outro.seconds=1", "--set", "outro.foot=[]")
"""Each second of them is composed frame by frame; the foot would name the address, and with another one be composed anew."""


class Workplace:
    """A workspace and a media folder in which the sample has been published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "medie mappe ø"
        self.project = folder / (SAMPLE.name + ".vbn")

    @property
    def publishing(self) -> list[object]:
        """The words of the command."""
        return ["publish", SAMPLE, "--workspace", self.folder, "--media-dir", self.site, *SHORT_BUMPERS, "--json"]

    def publish(self, *options: object) -> dict[str, Any]:
        done = self.run(*self.publishing, *options)
        assert done.code == 0, done.err
        return done.document

    def run(self, *words: object) -> Done:
        return vbn_video(*words, cwd=self.folder)

    def text(self, name: str) -> str:
        return (self.project / name).read_text(encoding="utf-8")

    @property
    def page(self) -> str:
        return next(self.site.glob("2020*/index.html")).read_text(encoding="utf-8")
