"""The checkups: for each thing that a publication needs, a look that says what it found or raises what to do."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vbn_video.cli.auth import channel_name, login_end
from vbn_video.cli.doctor.installation import OURS, ffmpeg_version, packages, tried_pythons
from vbn_video.cli.terminal.printing import answer, say_what_to_do
from vbn_video.errors import MissingError, VbnError
from vbn_video.events import Event, Notice
from vbn_video.look.text_reader import reader_version
from vbn_video.messages import _, ngettext, size
from vbn_video.publish.website.media_folder import open_media_folder
from vbn_video.publish.youtube.sync.login_status import check_login
from vbn_video.reasons import library_reason
from vbn_video.render.bumpers.bumper_templates import find_template
from vbn_video.render.ffmpeg_program import program_version
from vbn_video.settings.choices import WEBSITE, YOUTUBE, is_file
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.speech.models import machine
from vbn_video.speech.models.fitting import find_fitting_models, memory_needed
from vbn_video.speech.models.installed import model_hash
from vbn_video.speech.models.machine import Memory

T = TypeVar("T")
NAME_WIDTH = 16
ROOM_BYTES = 5_000_000_000  # a meeting of two hours, and its finished video beside it
PACKAGES = ("av", "babel", "faster_whisper", "ffmpeg", "imageio_ffmpeg", "jinja2", "numpy", "PIL", "pysubs2", "slugify")
SHOWN = ("av", "CTranslate2", "faster-whisper", "moviepy", "numpy")
OLDEST_FFMPEG = (9, 0)  # of the oldest imageio-ffmpeg that pyproject.toml allows; 7.0 can't encode from some transport streams
FFMPEG_VARIABLE = "IMAGEIO_FFMPEG_EXE"


@dataclass(frozen=True)
class Checkup:
    """One thing that a publication needs, and how to see whether it is there."""

    name: str
    look: Callable[[], str]
    """Says what it found; raises VbnError with what to do."""


def checkups(preset: Preset, workspace: Path) -> tuple[Checkup, ...]:
    """What is looked at, in the order in which it is needed."""
    checks = (
        Checkup("Python", _python),
        Checkup(_("packages"), _packages),
        Checkup("ffmpeg", _ffmpeg),
        Checkup(_("time zones"), _time_zones),
        Checkup(_("model"), lambda: _model(preset)),
        Checkup(_("lexicon"), _lexicon),
        Checkup(_("slides"), _slides),
        Checkup(_("memory"), lambda: _memory(preset)),
        Checkup(_("bumpers"), lambda: _bumpers(preset)),
        Checkup(_("disk"), lambda: _disk(workspace)),
    )
    targets = {
        WEBSITE: Checkup(_("media folder"), lambda: _media_folder(preset)),
        YOUTUBE: Checkup("YouTube", lambda: _youtube(preset)),
    }
    return (*checks, *(checkup for target, checkup in targets.items() if target in preset.publish.to))


def is_well(checkup: Checkup) -> bool:
    """Look, and say what was found, or what to do."""
    try:
        found = checkup.look()
    except VbnError as error:
        say_what_to_do(f"{checkup.name:<{NAME_WIDTH}}{error.message}")
        return False
    answer(f"{checkup.name:<{NAME_WIDTH}}{found}")
    return True


def _python() -> str:
    import platform

    found = f"{platform.python_version()}, {platform.system()} {platform.machine()}"
    tried = _of_the_installation(tried_pythons)
    if ".".join(platform.python_version_tuple()[:2]) in tried:
        return found
    return f"{found}; " + _("vbn-video is tried with {tried}").format(tried=", ".join(tried))


def _packages() -> str:
    from importlib import import_module
    from importlib.util import find_spec

    for package in PACKAGES:
        try:
            import_module(package)
        except (ImportError, OSError) as error:
            raise _package_error(package, library_reason("program", str(error))) from error
    if find_spec("moviepy") is None:  # not imported: that starts programs
        raise _package_error("moviepy", _("it is not there"))
    there = _of_the_installation(packages)
    if outside := [f"{package.name} {package.version or '–'} ({package.bounds})" for package in there if not package.within]:
        sentence = _("These packages don't fit vbn-video: {packages}. Install vbn-video again.")
        raise MissingError(sentence, packages=", ".join(outside))
    versions = {package.name: package.version for package in there}
    shown = ", ".join(f"{name} {versions[name.lower()]}" for name in SHOWN)
    rest = len(there) - len(SHOWN)
    return f"{shown}, " + ngettext("{count} other", "{count} others", rest).format(count=rest)


def _of_the_installation(ask: Callable[[], T]) -> T:
    from importlib.metadata import PackageNotFoundError

    try:
        return ask()
    except PackageNotFoundError as error:
        raise _package_error(OURS, library_reason("program", str(error))) from error


def _package_error(package: str, why: object) -> MissingError:
    sentence = _("{package} can't be used: {why}. Install vbn-video again.")
    return MissingError(sentence, package=package, why=why)


def _ffmpeg() -> str:
    try:
        version, program = program_version()
    except RuntimeError as error:
        raise _package_error("imageio-ffmpeg", error) from error
    if () < ffmpeg_version(version) < OLDEST_FFMPEG:
        sentence = _(
            "ffmpeg {version} ({path}) is older than {oldest}, which is needed. If {variable} names it, remove that; else install"
            " again: pip install --force-reinstall imageio-ffmpeg"
        )
        oldest = ".".join(map(str, OLDEST_FFMPEG))
        raise MissingError(sentence, version=version, path=program, oldest=oldest, variable=FFMPEG_VARIABLE)
    return f"{version}, {program}"


def _time_zones() -> str:
    zone = Meeting().timezone
    try:
        return str(ZoneInfo(zone))
    except ZoneInfoNotFoundError as error:
        raise MissingError(
            _("The time zone {zone} is not known here. Install its data: pip install tzdata"), zone=zone
        ) from error


def _model(preset: Preset) -> str:
    captions = preset.captions
    return f"{captions.model}, SHA-256 {model_hash(captions.model, captions.engine)[:12]}…"


def _lexicon() -> str:
    if danish_lexicon() is None:
        return _("not on this machine; words outside the lexicon are not heard a second time, and all else works")
    return _("Danish")


def _slides() -> str:
    reader = reader_version()
    if reader is None:
        return _('text on slides is not read; pip install "vbn-video[slides]" adds that, and all else works')
    return f"rapidocr {reader}"


def _memory(preset: Preset) -> str:
    captions, own, card = preset.captions, machine.machine_memory(), machine.card_memory()
    where, on_card = (card, True) if card else (own, False)
    need = memory_needed(captions.model, captions.engine, on_card=on_card)
    rooms = [_("{free} of {total} is free").format(**_sizes(own)) + f", {_room_for(own, captions.engine, False)}"]
    if card:
        told = _("on the graphics card {free} of {total}").format(**_sizes(card))
        rooms.append(f"{told}, {_room_for(card, captions.engine, True)}")
    room = "; ".join(rooms)
    if need > where.total:
        sentence = _("The model {model} needs {need} of memory, more than there is. Choose another captions.model. {room}")
        raise MissingError(sentence, model=captions.model, need=size(need), room=room)
    if need > where.free:
        sentence = _("The model {model} needs {need} of memory. Close other programs, or choose another captions.model. {room}")
        raise MissingError(sentence, model=captions.model, need=size(need), room=room)
    return room


def _sizes(memory: Memory) -> dict[str, str]:
    return {"free": size(memory.free), "total": size(memory.total)}


def _room_for(memory: Memory, engine: str, on_card: bool) -> str:
    models = find_fitting_models(memory, engine, on_card=on_card)
    return _("room for {models}").format(models=", ".join(models)) if models else _("room for no model")


def _bumpers(preset: Preset) -> str:
    for bumper in (preset.intro, preset.outro):
        missing = [path for path in find_template(bumper.template).files() if not is_file(path)] if bumper.template else []
        if bumper.sound and not is_file(Path(bumper.sound)):
            missing.append(Path(bumper.sound))
        if missing:
            raise MissingError(_("{path} is not there. A bumper needs it: put it back, or change the preset."), path=missing[0])
    return ", ".join(dict.fromkeys(bumper.template for bumper in (preset.intro, preset.outro) if bumper.template)) or _("none")


def _disk(workspace: Path) -> str:
    path = next(folder for folder in (workspace.absolute(), *workspace.absolute().parents) if folder.is_dir())
    free = shutil.disk_usage(path).free
    if not os.access(path, os.W_OK):
        raise MissingError(_("{path} can't be written to. Choose another place for projects with --workspace."), path=path)
    if free < ROOM_BYTES:
        sentence = _("Only {free} is free at {path}; a long meeting needs {room}. Make room, or use --workspace.")
        raise MissingError(sentence, free=size(free), room=size(ROOM_BYTES), path=path)
    return _("{size} is free").format(size=size(free)) + f", {path}"


def _media_folder(preset: Preset) -> str:
    folder = open_media_folder(preset.website)
    folder.check_writable()
    return str(folder.root)


def _youtube(preset: Preset) -> str:
    standing = check_login(preset.youtube, _show_warning)
    return "; ".join((channel_name(standing), login_end(standing)))


def _show_warning(event: Event) -> None:
    if isinstance(event, Notice):
        say_what_to_do(event.text)
