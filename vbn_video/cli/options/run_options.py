"""The options that `publish` and `run` share, and the request that they make."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from vbn_video.cli.options.option_types import ByteRate, DayDate, Name, NamedPath, RecordingSpan, RecordingTime
from vbn_video.cli.options.prerequisites import look_at_bumpers
from vbn_video.cli.options.shared_options import FILE, Function, json_option, preset_options, recordings_argument
from vbn_video.errors import InputError
from vbn_video.messages import _
from vbn_video.settings.choices import EDITED_FILES, TARGETS, YOUTUBE, shipped_folder

if TYPE_CHECKING:
    from vbn_video.runs.remembered_preset import ChosenPreset
    from vbn_video.runs.request import RunRequest
    from vbn_video.settings.preset_files import LoadedPreset

WITH_BUMPERS = ("bumper", "render", "check", "publish")

FILES = ("website.media_dir", "youtube.client_secret", "youtube.token_file")
"""Keys of a preset whose values are paths however they look."""


class RunOptions(TypedDict):
    """What was given on the command line."""

    recording: tuple[Path, ...]
    preset: str
    to: tuple[str, ...]
    title: str | None
    theme: str | None
    date: date | None
    speaker: tuple[str, ...]
    as_name: str | None
    start: int | None
    end: int | None
    cut: tuple[tuple[int, int], ...]
    keep: tuple[tuple[int, int], ...]
    meeting: Path | None
    edit: Path | None
    workspace: Path | None
    media_dir: str | None
    base_url: str | None
    set: tuple[str, ...]
    public: bool
    replace: bool
    discard_edits: bool
    discard_edits_in: tuple[str, ...]
    despite_findings: bool
    limit_rate: int | None


def run_options(function: Function) -> Function:
    """The argument and the options of a run, in the order in which `--help` shows them."""
    decorators = [
        recordings_argument,
        preset_options,
        click.option(
            "--to", multiple=True, type=click.Choice(TARGETS), help=_("Where to publish to; otherwise the preset says.")
        ),
        click.option("--title", metavar="TEXT", help=_("The meeting's title.")),
        click.option("--theme", metavar="TEXT", help=_("What kind of meeting it is; the small line above the title.")),
        click.option("--date", type=DayDate(), metavar="DATE", help=_("The meeting's date: 2024-05-14 or 14.5.2024.")),
        click.option("--speaker", multiple=True, metavar="NAME", help=_("Who spoke; once for each of them.")),
        click.option(
            "--as",
            "as_name",
            metavar="NAME",
            type=Name(),
            help=_("Make one more video of the recording, known by NAME, in a project of its own."),
        ),
        click.option("--start", type=RecordingTime(), metavar="TIME", help=_("Where the meeting begins in the recording: 5:10.")),
        click.option("--end", type=RecordingTime(), metavar="TIME", help=_("Where it ends: 1:02:03.5.")),
        click.option(
            "--cut", type=RecordingSpan(), multiple=True, metavar="SPAN", help=_("Cut this out: 31:00-43:10. As often as needed.")
        ),
        click.option(
            "--keep", type=RecordingSpan(), multiple=True, metavar="SPAN", help=_("Keep this, though it was cut: 31:00-43:10.")
        ),
        click.option("--meeting", type=FILE, metavar="FILE", help=_("A meeting.toml to take over.")),
        click.option("--edit", type=FILE, metavar="FILE", help=_("An edit.json or .otio file to take over: what is kept.")),
        click.option(
            "--workspace",
            type=NamedPath(file_okay=False),
            metavar="DIR",
            help=_("Where the project folder is made; otherwise beside the recording."),
        ),
        click.option("--media-dir", type=Name(), metavar="DIR", help=_("The website's media folder.")),
        click.option("--base-url", type=Name(), metavar="URL", help=_("The address that the media folder is seen under.")),
        click.option("--public", is_flag=True, help=_("Let everybody see the video on YouTube, whatever the preset says.")),
        click.option("--replace", is_flag=True, help=_("Publish the picture anew, though only words have changed.")),
        click.option("--discard-edits", is_flag=True, help=_("Make files anew that were edited by hand (never meeting.toml).")),
        click.option(
            "--discard-edits-in",
            multiple=True,
            type=click.Choice(EDITED_FILES),
            help=_("Make one of these files anew; the others stay as they were edited."),
        ),
        click.option("--despite-findings", is_flag=True, help=_("Publish though the check found what a person should look at.")),
        click.option(
            "--limit-rate",
            type=ByteRate(),
            metavar="RATE",
            help=_("Send to YouTube no more than so many bytes a second: 500k, 1.5M (k is 1000, M 1000000)."),
        ),
        click.option(
            "--review", is_flag=True, help=_("Make all ready, then open the page on which a person looks and publishes.")
        ),
        click.option("--dry-run", is_flag=True, help=_("Say what would be done, and change nothing.")),
        json_option,
    ]
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


def load(options: RunOptions) -> LoadedPreset:
    """The preset with what the command line overrules.

    Raises:
        InputError: something in it is wrong.
    """
    from vbn_video.settings.preset_files import load_preset

    given: dict[str, object] = {}
    if options["media_dir"] is not None:
        media_dir = options["media_dir"]
        given["website.media_dir"] = media_dir if "://" in media_dir else os.path.abspath(Path(media_dir).expanduser())
    if options["base_url"] is not None:
        given["website.base_url"] = options["base_url"]
    return load_preset(options["preset"], options["set"], given)


def portable_preset(name: str, sets: Sequence[str], loaded: LoadedPreset) -> ChosenPreset:
    """A preset that was named in this working folder, as it is named in any other."""
    from vbn_video.runs.remembered_preset import ChosenPreset
    from vbn_video.settings.preset import is_path
    from vbn_video.settings.preset_files import user_folder

    file = loaded.files[0]
    is_everywhere = not is_path(name) and file.parent in (user_folder(), shipped_folder("presets"))
    return ChosenPreset(name if is_everywhere else str(file), tuple(map(_portable_value, sets)))


def _chosen(options: RunOptions, loaded: LoadedPreset) -> ChosenPreset:
    """The preset of the run, its options for the website among what overrules it."""
    website = loaded.preset.website
    own = {"media_dir": website.media_dir, "base_url": website.base_url}
    given = [f"website.{name}={value}" for name, value in own.items() if options[name] is not None]  # type: ignore[literal-required]
    return portable_preset(options["preset"], (*options["set"], *given), loaded)


def _portable_value(text: str) -> str:
    """`SECTION.KEY=VALUE` with an absolute path where the value is one."""
    from vbn_video.settings.choices import user_path
    from vbn_video.settings.preset import is_path
    from vbn_video.settings.preset_files import PATHS

    key, _equals, value = (part.strip() for part in text.partition("="))
    names_path = key in FILES or (tuple(key.split(".")) in PATHS and is_path(value))
    return f"{key}={user_path(value).absolute()}" if names_path and value and not re.search(r"://|[\"\[]", value) else text


def request_of(options: RunOptions, loaded: LoadedPreset, until: str) -> RunRequest:
    """What the pipeline is asked for.

    Raises:
        InputError: what is asked for can't be had, whatever the recording is.
    """
    from vbn_video.publish.youtube.texts.visibility import Visibility
    from vbn_video.runs.request import RunRequest

    if options["start"] is not None and options["end"] is not None and options["start"] >= options["end"]:
        raise InputError(_("--end is not after --start: nothing would be left between them."))
    if until in WITH_BUMPERS:
        look_at_bumpers(loaded.preset)
    overrides: dict[str, object] = {
        key: value
        for key, value in (
            ("title", options["title"]),
            ("theme", options["theme"]),
            ("date", options["date"]),
            ("speakers", options["speaker"] or None),
            ("video", options["as_name"]),
        )
        if value is not None
    }
    request = RunRequest(
        recordings=tuple(options["recording"]),
        preset=loaded.preset,
        profile=loaded.profile,
        chosen=_chosen(options, loaded),
        workspace=options["workspace"],
        meeting_file=options["meeting"],
        overrides=overrides,
        edit_file=options["edit"],
        start_us=options["start"],
        end_us=options["end"],
        cuts=tuple(options["cut"]),
        keeps=tuple(options["keep"]),
        until=until,
        to=options["to"],
        limit_rate=options["limit_rate"],
        replace=options["replace"],
        discard_edits=EDITED_FILES if options["discard_edits"] else options["discard_edits_in"],
        despite_findings=options["despite_findings"],
    )
    if until != "publish" or YOUTUBE not in request.targets:
        return request
    return replace(request, visibility=Visibility.of(loaded.preset.youtube, public=options["public"]))
