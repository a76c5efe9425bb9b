"""The guides: every command has its section, every line to be typed can be typed, every message that stops a run is explained."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.docs.stopping import is_sentence, said_in, shown, silent_errors, stops
from tests.test_locale import catalogue, entries
from vbn_video.cli.main import program

HOUSE = Path(__file__).parents[2]
DOCS = HOUSE / "docs"
GUIDES = [DOCS / f"{name}.md" for name in ("teknisk-hjaelp", "youtube", "redaktoer", "webredaktoer", "kommandoer", "meddelelser")]
PAGES = [HOUSE / "README.md", *sorted(DOCS.glob("*.md"))]
BLOCK = re.compile(r"^( *)```(.*)\n((?:.*\n)*?)\1```$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
SECTION = re.compile(r"^## .*?slutkode (\d+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| (.*?) \| .+ \|$", re.MULTILINE)
PIECE = re.compile(r"\s*…\s*")


def blocks(page: Path, kind: str) -> list[str]:
    """The blocks of that kind on a page, without the indent of the list that they stand in."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return ["".join(line.removeprefix(indent) for line in text.splitlines(True)) for indent, name, text in found if name == kind]


def all_blocks(kind: str) -> list[str]:
    return [text for page in GUIDES for text in blocks(page, kind)]


def commands() -> dict[str, click.Command]:
    """Every command by its whole name, those below another one too."""

    def below(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
        yield name, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for inner in command.list_commands(context):
                found = command.get_command(context, inner)
                assert found is not None
                yield from below(found, f"{name} {inner}")

    return dict(below(program(), "vbn-video"))


def typed_lines() -> list[str]:
    lines = [line for page in PAGES for kind in ("console", "") for text in blocks(page, kind) for line in text.splitlines()]
    indented = re.findall(r"^    (vbn-video .*)$", (HOUSE / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    return [line for line in (*lines, *indented) if line.startswith("vbn-video ")]


def anchors(page: Path) -> set[str]:
    """The headings of a page as GitHub names them in an address."""
    headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# Commands


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_its_section(name: str) -> None:
    guide = (DOCS / "kommandoer.md").read_text(encoding="utf-8")
    heading = "# Kommandoer" if name == "vbn-video" else f"{'#' * (1 + name.count(' '))} {name}"
    section = guide.split(f"{heading}\n", 1)[1].split("\n#", 1)[0] if f"{heading}\n" in guide else ""
    assert f"<!-- hjælp: {name} -->" in section


def test_the_help_texts_are_those_of_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, "tools/command_docs.py", "--check"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_there_are_lines_to_be_typed() -> None:
    assert {line.split()[1] for line in typed_lines()} >= {name.split()[1] for name in commands() if " " in name}


@pytest.mark.parametrize("line", sorted(set(typed_lines())))
def test_every_line_to_be_typed_can_be_typed(line: str) -> None:
    words = shlex.split(line.split(" > ", maxsplit=1)[0])
    there, name = commands(), words.pop(0)
    while words and f"{name} {words[0]}" in there:
        name = f"{name} {words.pop(0)}"
    command = there[name]
    assert not isinstance(command, click.Group), f"{name} lacks a command"
    context = click.Context(command, info_name=name)
    values, left, _order = command.make_parser(context).parse_args(words)
    assert left == []
    for parameter in command.params:
        value = values.get(parameter.name or "")
        given = value not in (None, (), []) and type(value).__name__ != "Sentinel"
        assert given or not parameter.required, f"{parameter.name} is missing"
        if given and not isinstance(parameter.type, click.Path):
            parameter.type_cast_value(context, value)


def test_a_line_with_a_wrong_option_would_be_found() -> None:
    command = commands()["vbn-video presets new"]
    with pytest.raises(click.NoSuchOption):
        command.make_parser(click.Context(command)).parse_args(["mit", "--extends", "temamoede"])


def test_the_values_set_on_a_typed_line_are_values_of_a_preset() -> None:
    from vbn_video.settings.preset_files import load_preset

    sets = [text for page in PAGES for text in re.findall(r"--set ([a-z_.]+=[^\s`]+)", page.read_text(encoding="utf-8"))]
    sets = [text.rstrip(".,") for text in sets]
    assert sets
    for text in sets:
        load_preset("temamoede", [text])


# What stands in the files that people edit


@pytest.mark.parametrize("text", all_blocks("toml preset"))
def test_every_preset_shown_is_a_right_one(text: str, tmp_path: Path) -> None:
    from vbn_video.publish.youtube.texts.limits import check_templates
    from vbn_video.settings.preset_files import load_preset

    (tmp_path / "vist.toml").write_text(text, encoding="utf-8")
    loaded = load_preset(str(tmp_path / "vist.toml"))
    assert len(loaded.files) == 1 + ("extends" in text)
    check_templates(loaded.preset.youtube, loaded.preset.website)


@pytest.mark.parametrize("text", all_blocks("toml glossary"))
def test_every_word_list_shown_is_a_right_one(text: str) -> None:
    from vbn_video.settings.glossary import parse_glossary

    assert parse_glossary(text, "vist.toml").words


@pytest.mark.parametrize("text", all_blocks("toml phrases"))
def test_every_table_of_phrases_shown_is_a_right_one(text: str) -> None:
    from vbn_video.settings.phrase_table import parse_phrases

    assert parse_phrases(text, "vist.toml").phrases


def test_every_section_of_a_preset_is_explained() -> None:
    from vbn_video.settings.preset import Preset, Website

    sections = [*Preset.model_fields, *(f"website.{name}" for name in ("colours",) if name in Website.model_fields)]
    guide = (DOCS / "redaktoer.md").read_text(encoding="utf-8")
    rows = "\n".join(line.split("|")[1] for line in guide.splitlines() if line.startswith("| `["))
    assert [name for name in sections if f"`[{name}]`" not in rows] == []


def test_every_key_of_youtube_is_explained() -> None:
    from vbn_video.settings.preset import Youtube

    guide = (DOCS / "redaktoer.md").read_text(encoding="utf-8").split("\n## YouTube\n")[1].split("\n## ")[0]
    rows = "\n".join(ROW.findall(guide))
    assert [key for key in Youtube.model_fields if f"`{key}`" not in rows] == []


def test_the_meeting_shown_is_a_right_one() -> None:
    from vbn_video.settings.meeting import Meeting
    from vbn_video.settings.meeting_text import parse_meeting_toml

    (text,) = all_blocks("toml meeting")
    assert set(parse_meeting_toml(text, "meeting.toml")) | {"language", "timezone", "video"} == set(Meeting.model_fields)


def test_the_intro_template_shown_can_be_used(tmp_path: Path) -> None:
    from PIL import Image

    from vbn_video.render.bumpers.bumper_templates import Fade, read_template

    (text,) = all_blocks("toml template")
    (tmp_path / "havn.toml").write_text(text, encoding="utf-8")
    Image.new("RGB", (160, 90)).save(tmp_path / "havn.jpg")
    assert read_template(tmp_path / "havn.toml").look.fade == Fade(in_s=0.3, out_s=0.5)


def test_every_key_of_an_intro_template_is_named() -> None:
    from vbn_video.render.bumpers.bumper_templates import SECTIONS

    guide = (DOCS / "redaktoer.md").read_text(encoding="utf-8")
    rows = {name: row for name in SECTIONS for row in guide.splitlines() if row.startswith(f"| `[{name}]`")}
    assert [f"{name}.{key}" for name in SECTIONS for key in SECTIONS[name].model_fields if f"`{key}`" not in rows[name]] == []


def test_the_captions_and_chapters_shown_can_be_read() -> None:
    from vbn_video.formats.vtt import parse_chapters, parse_vtt
    from vbn_video.plan.captions.check_cues import check_cues
    from vbn_video.plan.chapters.chapter_rules import check_chapters
    from vbn_video.settings.profiles import PROFILES

    captions, chapters = all_blocks("vtt")
    parsed = parse_vtt(captions)
    assert len(parsed.cues) == 2
    assert parsed.problems == ()
    assert check_cues(parsed.cues, PROFILES["dansk-web"]) == ()
    assert check_chapters(parse_chapters(chapters).chapters, 83_800_000) == ()


def test_the_edit_plan_shown_can_be_read() -> None:
    from vbn_video.plan.cut.edit_text import parse_edit

    (text,) = all_blocks("json")
    parsed = parse_edit(text, 6_300_000_000)
    assert parsed.problems == ()
    assert [(span.start_us, span.end_us) for span in parsed.kept] == [
        (310_000_000, 2_884_000_000),
        (3_924_000_000, 6_270_500_000),
    ]


# Messages


def danish() -> dict[str, str]:
    return {english[-1]: translated[-1] for english, translated in entries()}


def explained() -> dict[str, set[int]]:
    """The messages in the first columns of the tables, each with the exit codes that it stands under."""
    found: dict[str, set[int]] = {}
    for code, section in SECTION.findall((DOCS / "meddelelser.md").read_text(encoding="utf-8")):
        for row in ROW.findall(section):
            for message in row.split("<br>"):
                if message not in ("Meddelelse", "---"):
                    found.setdefault(message, set()).add(int(code))
    return found


def told_of_youtube() -> set[str]:
    """The messages of the guide to YouTube that stop nothing."""
    guide = (DOCS / "youtube.md").read_text(encoding="utf-8").split("| Meddelelse |", 1)[1].partition("\n")[2]
    return {message for row in ROW.findall(guide) for message in row.split("<br>")}


def test_no_error_is_made_without_a_sentence() -> None:
    assert silent_errors() == []


def test_every_message_that_stops_a_run_is_explained() -> None:
    there, translated = explained(), danish()
    stopping = {(code, shown(translated.get(text, text))) for code, text in stops()}
    assert sorted(f"{code}: {text}" for code, text in stopping if text not in there) == []


def test_each_stands_under_an_exit_code_that_it_ends_with() -> None:
    codes: dict[str, set[int]] = {}
    translated = danish()
    for code, text in stops():
        codes.setdefault(shown(translated.get(text, text)), set()).add(code)
    assert {text: found for text, found in explained().items() if text in codes and not found <= codes[text]} == {}


def test_every_message_about_youtube_is_explained_though_it_stops_nothing() -> None:
    there, translated = explained().keys() | told_of_youtube(), danish()
    said = {shown(translated.get(text, text)) for text in said_in("publish/youtube/") | said_in("publish/targets.py")}
    assert sorted(said - there) == []


def test_no_message_is_explained_that_is_gone() -> None:
    clicks = [text for message in catalogue("click") if message.id for text in _forms(message.string)]
    there = {shown(text).rstrip(".") for text in (*danish().values(), *clicks)}
    assert sorted(text for text in explained().keys() | told_of_youtube() if text.rstrip(".") not in there) == []


def test_the_messages_in_the_first_guide_begin_as_they_do() -> None:
    guide = (DOCS / "teknisk-hjaelp.md").read_text(encoding="utf-8")
    table = guide.split("| hvad du ser | hvad du gør |\n|---|---|\n")[1].split("\n\n")[0]
    begun = [PIECE.split(row.split(" | ")[0].removeprefix("| ").rstrip(". "))[0] for row in table.splitlines()]
    assert len(begun) == 6
    assert [text for text in begun if not any(known.startswith(text) for known in explained())] == []


def test_a_sentence_is_told_from_a_part_of_one() -> None:
    assert [is_sentence(text) for text in ("{path} is empty (0 bytes). Copy it.", "one of {words}", "Run: {command}")] == [
        True, False, True,
    ]  # fmt: skip


def _forms(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


# Links


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(BLOCK.sub("", page.read_text(encoding="utf-8"))):
        file, _hash, anchor = link.partition("#")
        if "://" in link:
            continue
        there = (page.parent / file).resolve() if file else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(link)
    assert broken == []
