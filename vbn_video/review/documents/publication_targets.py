"""What publishing would send where, by what this machine knows: the preset, the ledger, the project's files. No network is asked.

target ─► the newest entry of the ledger ─► state, address
       ─► each thing that is sent ─► new | changed | same | unknown (it is seen only when it is published)
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

from vbn_video.errors import VbnError
from vbn_video.messages import _
from vbn_video.project import Project
from vbn_video.publish.ledger import LEDGER_FILE, Ledger, LedgerEntry
from vbn_video.publish.material import CAPTIONS_SRT, CAPTIONS_VTT, CHAPTERS_VTT
from vbn_video.publish.website.entry import PAGE_FILE
from vbn_video.publish.youtube.texts.visibility import privacy_in_words
from vbn_video.settings.choices import WEBSITE, YOUTUBE
from vbn_video.settings.preset import Preset
from vbn_video.untrusted.own_files import check_file, read_file

Why = Literal["new", "changed", "same", "unknown"]

OUT = ("published", "uploaded")
BEGUN = ("intended", "session", "withdrawing")


def targets_of(project: Project, preset: Preset, content: str) -> list[dict[str, Any]]:
    """Each target that the preset names, in its order; `content` of the video as it was checked, empty where it is made anew."""
    try:
        entries = Ledger(project.path(LEDGER_FILE)).entries
    except VbnError as error:
        return [_target(project, preset, name, None, content) | {"problem": error.message} for name in preset.publish.to]
    latest = {entry.target: entry for entry in entries if entry.state != "replaced" and _is_there(entry, preset)}
    named = dict.fromkeys((*preset.publish.to, *(name for name, entry in latest.items() if entry.state in OUT)))
    return [_target(project, preset, name, latest.get(name), content) for name in named]


def _is_there(entry: LedgerEntry, preset: Preset) -> bool:
    """Whether the entry's place is where the preset publishes to now; a preset that names no folder means the last one."""
    folder = preset.website.media_dir
    return entry.target != WEBSITE or not folder or Path(entry.place) == Path(folder).absolute()


def links_of(project: Project) -> list[dict[str, str]]:
    """The addresses of what is out."""
    try:
        entries = Ledger(project.path(LEDGER_FILE)).entries
    except VbnError:
        return []
    return [{"target": entry.target, "name": _name(entry.target), "url": entry.url} for entry in entries if entry.state in OUT]


def published_page(project: Project, folder: Path) -> Path | None:
    """The file of the page that is out, if it lies where a page lies in the media folder, and nowhere else; None where none does.

    Raises:
        InputError: the ledger is no longer one.
        MissingError: something else lies in the page's place.
    """
    out = [entry for entry in Ledger(project.path(LEDGER_FILE)).entries if entry.target == WEBSITE and entry.state in OUT]
    page = folder / Path(out[-1].path).parent.name / PAGE_FILE if out else None
    return page if page and str(page) == out[-1].path and page.parent.parent == folder and check_file(page) else None


def _target(project: Project, preset: Preset, target: str, entry: LedgerEntry | None, content: str) -> dict[str, Any]:
    is_website = target == WEBSITE
    place = preset.website.media_dir if is_website else preset.youtube.channel
    stands = entry is not None and entry.state in OUT
    problem = ""
    if is_website and not place and entry is None:
        problem = _("It has not been said yet which folder is the website's.")
    return {
        "target": target,
        "name": _name(target),
        "place": (entry.place if is_website and entry else place)
        or (_("not said yet") if is_website else _("the channel of the login")),
        "visibility": _("whoever sees the website") if is_website else privacy_in_words(preset.youtube.privacy),
        "state": _state(entry),
        "published": stands,
        "url": entry.url if entry and stands else "",
        "sends": _sends(project, target, entry if stands else None, content),
        "listed": target in preset.publish.to,
        "problem": problem,
    }


def _name(target: str) -> str:
    return {WEBSITE: _("The website"), YOUTUBE: "YouTube"}.get(target, target)


def _state(entry: LedgerEntry | None) -> str:
    if entry is None:
        return _("not published yet")
    if entry.state in OUT:
        return _("published")
    return _("begun, not finished") if entry.state in BEGUN else _("taken down")


def _sends(project: Project, target: str, entry: LedgerEntry | None, content: str) -> list[dict[str, str]]:
    """What is sent, each with why."""
    video: Why = "new" if entry is None else "unknown" if not content else "same" if entry.content == content else "changed"
    rows: list[tuple[str, Why]] = [(_("the video"), video)]
    if target == WEBSITE:
        files = {_("the captions"): (CAPTIONS_VTT, CAPTIONS_SRT), _("the chapters"): (CHAPTERS_VTT,)}
        folder = Path(entry.path).parent if entry and entry.path else None
        rows += [(what, "new" if entry is None else _beside(project, folder, names)) for what, names in files.items()]
        rows.append((_("the page"), "new" if entry is None else "unknown"))
    else:
        rows += [(_("the captions"), _marked(project, entry)), (_("the texts"), "new" if entry is None else "unknown")]
    return [{"what": what, "why": why} for what, why in rows]


def _beside(project: Project, folder: Path | None, names: tuple[str, ...]) -> Why:
    """How the project's files differ from those in the published folder, as far as it can be looked into."""
    if folder is None:
        return "unknown"
    try:
        same = all(read_file(project.path(name)) == read_file(folder / name) for name in names)
    except (OSError, VbnError):
        return "unknown"
    return "same" if same else "changed"


def _marked(project: Project, entry: LedgerEntry | None) -> Why:
    """Whether YouTube was sent these captions, by the mark in the ledger."""
    if entry is None:
        return "new"
    mark, language = entry.marks.get("captions"), str(entry.facts.get("captions_language", ""))
    if mark is None or not language:
        return "unknown"
    try:
        wanted = language.encode() + b"\n" + read_file(project.path(CAPTIONS_VTT))
    except (OSError, VbnError):
        return "unknown"
    return "same" if mark.done == hashlib.sha256(wanted).hexdigest() else "changed"
