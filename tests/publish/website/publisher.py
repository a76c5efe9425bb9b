"""A publisher in a process of its own, which can be killed; and what is right of a media folder after two of them."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from tests.publish.made_meeting import CUES, hash_of, material, poster, timed
from vbn_video.errors import VbnError
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.material import Material
from vbn_video.publish.website.site import publish_to_website
from vbn_video.settings.preset import Website

poster()  # drawn once, before the first of them is forked

FAULT = 99
"""The exit code of a publisher that ended in a traceback."""


@dataclass(frozen=True)
class Publisher:
    """One workspace, on one machine, that publishes the recording to a media folder that others share."""

    name: str
    media: Path
    workspace: Path
    video: str
    """What is in its video: two with the same have the same content."""
    title: str
    machine: str = ""
    """Another machine than this one, where what is alive here can't be told there."""
    anew: bool = False

    def material(self) -> Material:
        """What it publishes; its captions say whose video they belong to."""
        cues = (replace(CUES[0], lines=(f"Video {self.video}.",)), *CUES[1:9])
        folder = self.workspace / self.name
        folder.mkdir(parents=True, exist_ok=True)
        return material(
            folder, video=self.video.encode() * 40_000, title=self.title, timing=hash_of(self.video), timed=timed(cues)
        )

    def publish(self) -> str:
        """Publish, in this process; the state."""
        said: list[object] = []
        made = self.material()
        ledger, website = Ledger(made.video.parent / "ledger.json"), Website(media_dir=str(self.media))
        if not self.machine:
            return publish_to_website(made, ledger, website, said.append, anew=self.anew).state
        from vbn_video.publish.website.site import publish_into
        from vbn_video.publish.website.storage.drive import MediaFolder
        from vbn_video.publish.website.storage.run_marks import RunMark

        folder = MediaFolder(self.media, replace(RunMark.new(), machine=hash_of(self.machine)[:8]))
        return publish_into(folder, made, ledger, website, said.append, anew=self.anew).state

    def start(self) -> Any:
        """Publish in a process of its own."""
        process = _processes().Process(target=_run, args=(self,))
        process.start()
        return process


def _run(publisher: Publisher) -> None:
    try:
        publisher.publish()
    except VbnError as error:
        raise SystemExit(error.exit_code) from None
    except Exception:
        import traceback

        traceback.print_exc()
        raise SystemExit(FAULT) from None


@cache
def _processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def faults(media: Path, *publishers: Publisher) -> Iterator[str]:
    """What is wrong with the folder of a recording that these have published: no, half, mixed or more than one page."""
    entries = {path.parent: json.loads(path.read_bytes()) for path in media.glob("[!.]*/entry.json")}
    folders = {path for path in media.glob("[!.]*") if path.is_dir() and path.name != "vbn-video"}
    if len(folders) != 1 or len(entries) != 1:
        yield f"{len(folders)} folders, {len(entries)} entries"
        return
    ((folder, entry),) = entries.items()
    visible = {path.name for path in folder.glob("[!.]*")}
    if entry["state"] != "published":
        yield f"state {entry['state']}"
    if unlisted := visible - {*entry["files"], "entry.json"}:
        yield f"unlisted: {unlisted}"
    if missing := {*entry["files"]} - visible:
        yield f"missing: {missing}"
        return
    for name, mark in entry["files"].items():
        data = (folder / name).read_bytes()
        if len(data) != mark["size"] or ("sha256" in mark and hashlib.sha256(data).hexdigest() != mark["sha256"]):
            yield f"{name} is not what the entry says"
    shown = next(one.material() for one in publishers if one.material().content == entry["video"]["content"])
    if (folder / entry["video"]["file"]).read_bytes() != shown.video.read_bytes():
        yield "half a video"
    if (folder / "captions.da.vtt").read_bytes() != shown.timed.captions_vtt:
        yield "the captions of another video"
    page = (folder / "index.html").read_text(encoding="utf-8")
    names = re.findall(r'(?:href|src|poster)="([^":#/]+)"', page)
    if entry["video"]["file"] not in names or not visible.issuperset(names):
        yield f"the page names {names}"
    if entry["title"] not in page:
        yield "the page of another title"
    if re.findall(r'href="([^"/]+)/index.html"', (media / "index.html").read_text(encoding="utf-8")) != [folder.name]:
        yield "the catalogue shows something else"
