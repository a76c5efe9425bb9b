"""Keys of a TOML text and the lines that they stand on."""

from __future__ import annotations

import tomllib

import pytest

from vbn_video.settings.toml_lines import error_line, key_lines, line_of

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


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = en\n", 2), ("a = [1,\n2\n", 2), ("", 1)])
def test_a_text_that_is_not_toml_has_the_line_where_reading_ended(text: str, line: int) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found, sentence = error_line(error, text)
        assert found == line
        assert "line" not in sentence
    else:
        assert key_lines(text) == {}
