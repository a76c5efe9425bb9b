"""Keys of a TOML text and the lines that they stand on."""

from __future__ import annotations

import tomllib
from unittest import mock

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.settings import toml_lines
from vbn_video.settings.toml_lines import TomlError, find_mistake, key_lines, line_of, parse_toml

STATEMENTS = (
    "{} = 1",
    '{} = "]#[" # ] [ "',
    "{} = [\n[1, 2], # ]\n\n'#]', ]",
    '{} = """\n[a]\n\\"""x""\\\n """""',
    "{} = '''\\\n[\n'''''",
    '{} = {{ a = "}}\\"", b = [1] }}',
    "\n# \u2028 [\n{} = '\u2028'",
    '{} = "\\\\"',
    "{} = 'a\\'",
)
TEXT = '''\
# a comment [not.a.table]
extends = "temamoede"

[trim]
lead_s = 1.0   # lead_s = 2.0
"tail_s" = 2.0

[intro]
foot = [
  "one = 1",
  "[two]",
]
kicker = """
title = "no"
"""
title = "yes"
website.network = "dotted"

[website.colours]
fjord = "#000000"
inline = { raps = "#fff", sand = "#eee" }

[[agenda]]
title = "a"
[[agenda]]
title = "b"
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("extends",), 2),
        (("trim",), 4),
        (("trim", "lead_s"), 5),
        (("trim", "tail_s"), 6),
        (("intro", "foot"), 9),
        (("intro", "kicker"), 13),
        (("intro", "title"), 16),
        (("intro", "website", "network"), 17),
        (("website",), 19),
        (("website", "colours"), 19),
        (("website", "colours", "fjord"), 20),
        (("website", "colours", "inline", "sand"), 21),
        (("agenda", "0", "title"), 24),
        (("agenda", "1", "title"), 26),
    ],
)
def test_each_key_stands_where_its_statement_begins(key: tuple[str, ...], line: int) -> None:
    assert key_lines(TEXT)[key] == line


def test_words_inside_strings_and_comments_are_no_keys() -> None:
    found = key_lines(TEXT)
    assert not {key for key in found if "one" in key or "two" in key or "not" in key}


def test_a_key_that_is_not_there_has_the_line_of_what_holds_it() -> None:
    assert line_of(("trim", "lead_s", "0"), key_lines(TEXT)) == 5
    assert line_of(("sound", "bitrate_kbit"), key_lines(TEXT)) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = en\n", 2),
        ("a = [1,\n2\n", 2),
        ("a = 1\nb = " + "9" * 5000, 1),
        ("a = 1\nb = 0x" + "f" * 5000, 1),
        ("a = " + "[" * 5000, 1),
        ("a = " + "[" * 60 + "]" * 60, 1),
        ("a = 1\nb = {" + "a." * 9000 + "a = 1}", 2),
        ("a = 1\n\n[" + "a." * 9000 + "a]", 3),
        ("a = 1\n" * 200_000, 1),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_text_that_is_not_toml_or_too_much_has_the_line_where_reading_ended(text: str, line: int) -> None:
    with pytest.raises(TomlError) as raised:
        parse_toml(text)
    assert raised.value.line == line
    assert "line" not in raised.value.why


def test_dots_in_texts_and_comments_make_no_key() -> None:
    dots = "a." * 100
    text = f"a = \"{dots}\"\nb = '{dots}'\nc = \"\"\"{dots}\n{dots}\"\"\" # {dots}\nd = ['''{dots}''', 1.5]\n"
    assert parse_toml(text)["d"] == [dots, 1.5]


def test_each_line_of_a_long_list_is_read_once() -> None:
    text = "words = [\n" + '  "Grenaa", # [\n' * 20_000 + "]\nname = 1\n"
    read = []
    with mock.patch.object(toml_lines.tomllib, "loads", side_effect=lambda statement: read.append(statement) or {}):
        key_lines(text)
    assert "".join(read) == text


@given(st.lists(st.sampled_from(STATEMENTS), max_size=6))
def test_a_text_is_cut_where_its_statements_end(statements: list[str]) -> None:
    text, wanted = "", {}
    for number, statement in enumerate(statements):
        wanted[f"k{number}",] = (text + statement.partition("{}")[0]).count("\n") + 1
        text += statement.format(f"k{number}") + "\n"
    assert set(tomllib.loads(text)) == {name for (name,) in wanted}, "the standard library's reader judges"
    assert {key: line for key, line in key_lines(text).items() if len(key) == 1} == wanted


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (r'media_dir = "C:\Videoer\nyt"', r"'C:\Videoer\nyt'"),
        (r'media_dir = "C:\Users\anne" # hjemme', r"'C:\Users\anne'"),
        (r'media_dir = "C:\Videoer\"', "'C:\\Videoer\\'"),
        (r'media_dir = "\\server\deling"', r"'\\server\deling'"),
        (r'glossary = ["vbn", "D:\ord.toml"]', r"'D:\ord.toml'"),
        ("lead_s = 2,0", "2.0"),
        ("lead_s=-2,25 # sekunder", "-2.25"),
        ("sound = { loudness_lufs = 16,5 }", "16.5"),
        ('title = "Om "ledelse" i dag"', '\\"'),
        ('title = "Møde "HR""', '\\"'),
        ('speakers = ["Anne "Ann" Holm", "Bo"]', '\\"'),
        ("title = 'Det's nu'", '"…"'),
        ("title = ”Møde”", "straight"),
        ("title = „Møde“", "straight"),
        ("title = »Møde«", "straight"),
        ("speakers = [“Anne”, “Bo”]", "straight"),
    ],
)
@pytest.mark.parametrize("above", ["", "a = 1\n\n"])
def test_a_mistake_that_people_make_is_told_with_what_to_write_instead(above: str, line: str, word: str) -> None:
    with pytest.raises(TomlError) as raised:
        parse_toml(f"{above}{line}\nb = 2\n")
    assert word in raised.value.why and raised.value.line == above.count("\n") + 1


@pytest.mark.parametrize("line", ['a = ["x" "y"]', "a = en", "a = 1 2", '"a" "b"', 'a = "uden slut'])
def test_another_fault_is_not_taken_for_such_a_mistake(line: str) -> None:
    assert find_mistake(line) is None


@given(st.dictionaries(st.text("abc", min_size=1), st.text("C:\\\"'n,0 =”»[]", max_size=12) | st.floats(0, 9), max_size=3))
def test_what_is_written_as_toml_is_read_whatever_stands_in_it(values: dict[str, str | float]) -> None:
    assert parse_toml(tomlkit.dumps(values)) == values
