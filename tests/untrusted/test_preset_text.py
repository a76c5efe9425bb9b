"""A text of a preset is filled, or refused with what is wrong; whatever stands in it, that takes little time and memory."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.bounded import bounded
from vbn_video.settings.preset import DESCRIPTION
from vbn_video.settings.preset_files import load_preset
from vbn_video.untrusted.preset_text import FILTERS, LONGEST_TEXT, MOST_MADE, PresetText, PresetTextError

LINKS = [{"title": "Slides", "url": "https://eksempel.dk/s.pdf"}, {"title": "Skema", "url": "https://eksempel.dk/k"}]
WORDS: dict[str, Any] = {
    "title": "Møde", "theme": "", "date": "8. december 2020", "speakers": "Anne og Bo", "host": "", "description": "En\n\nto",
    "network": "Netværk", "website": "eksempel.dk", "page": "", "links": LINKS, "chapters": "0:00 A\n0:20 B",
}  # fmt: skip
ENDLESS = (
    "{{ 'a' * 10 ** 10 }}",
    "{% for number in range(10 ** 10) %}{{ number }}{% endfor %}",
    "{% for letter in description %}{{ letter }}{% endfor %}",
    "{% for one in links %}{% for other in links %}{{ other.url }}{% endfor %}{% endfor %}",
    "{% for one in links recursive %}{{ loop(links) }}{% endfor %}",
    "{% set a = title %}{% set a = a ~ a %}{{ a }}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{{ '%9999999999d' % 1 }}",
    "{{ '%9999999999d' is divisibleby(1) }}",
    "{{ ['%9999999999d'] | select('divisibleby', 1) | first }}",
    "{{ title | center(10000000000) }}",
    "{{ title | indent(10000000000) }}",
    "{{ description | batch(1, title) | list }}",
    "{{ 'a'" + " | replace('a', 'aaaaaaaaaa')" * 30 + " }}",
    "{{ 'a'" + " | join('aaaaaaaaaa') | replace('a', 'aaaaaaaaaa')" * 15 + " }}",
    "{{ description * 2000000000 }}",
    "{% if description | title == 'a' %}{% endif %}" * 400,
    "{% for link in links %}{% if description | lower | title == 'a' %}{% endif %}{% endfor %}" * 200,
    "{{ title" + " | join('aaaaaaaaaa') | select" * 15 + " | join }}",
)
REFUSED = (
    ("{{ 1 / 0 }}", "/ can't be used in it"),
    ("{% include 'presets/temamoede.toml' %}", "{% include %} can't be used in it"),
    ("{% import 'x' as y %}", "{% import %} can't be used in it"),
    ("{{ title.upper() }}", "( ) can't be used in it"),
    ("{{ title.__class__ }}", ".__class__ can't be used in it"),
    ("{{ links[0].items }}", ".items can't be used in it"),
    ("{% for link in links %}{{ link.keys }}{% endfor %}", ".keys can't be used in it"),
    ("{{ title.upper }}", ".upper can't be used in it"),
    ("{{ titel }}", "titel is not known there"),
    ("{{ links }}", "what is no text can't be written"),
    ("{{ links | join(', ') }}", "what is no text can't be written"),
    ("{{ title | join('-') }}", "a text is no list"),
    ("{{ title | select | first }}", "a text is no list"),
    ("{{ title | stor }}", "there is no filter stor; there are capitalize"),
    ("{% if title is even %}a{% endif %}", "even is not known there"),
    ("{% if title %}", "endif is missing"),
    ("{{ " + "(" * 9000 + "title" + ")" * 9000 + " }}", "too much stands within each other in it"),
    ("{{ " + "not " * 4000 + "title }}", "too much stands within each other in it"),
    ("{{ title" + " + title" * 2000 + " }}", "too much stands within each other in it"),
    ("{% if title %}" * 700 + "{% endif %}" * 700, "too much stands within each other in it"),
    ("{{ " + "9" * 5000 + " }}", "a number is too large"),
    ("a" * (LONGEST_TEXT + 1), "it has 20001 characters, and may have 20000"),
)
PIECES = (
    *("{{", "}}", "{%", "%}", "{#", "#}", "|", "(", ")", "[", "]", ".", ",", ":", "~", "+", "-", "*", "/", "%", "**", "//"),
    *("==", "<", "'", '"', "\n", "\0", "\ud800", "æ"),
    *("if ", "elif ", "else ", "endif ", "for ", " in ", "endfor ", "not ", " and ", " is ", "defined ", "recursive "),
    *("set ", "include ", "import ", "macro ", "block ", "call ", "filter ", "with ", "raw ", "endraw "),
    *("title", "description", "links", "link", "loop", "self", "range", "cycler", "namespace", "__class__", "true", "none"),
    *("'a'", "1e308", "9" * 400, "10", *FILTERS, "center", "format", "attr", "map"),
)


@pytest.mark.parametrize("name", ["temamoede", "virksomhedsbesoeg", "kort"])
def test_all_that_the_shipped_presets_say_can_be_filled(name: str) -> None:
    preset = load_preset(name).preset
    texts = [text for bumper in (preset.intro, preset.outro) for text in (bumper.kicker, bumper.title, *bumper.foot)]
    for text in (*texts, preset.youtube.title, preset.youtube.description):
        assert "{" not in PresetText(text, trim_blocks=True).fill(WORDS)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{ title }}{% if host %} hos {{ host }}{% else %}!{% endif %}", "Møde!"),
        ("{{ [theme, date, network] | select | join(' · ') }}", "8. december 2020 · Netværk"),
        ("{% for link in links %}{{ loop.index }}. {{ link.title }}: {{ link.url }}; {% endfor %}",
         "1. Slides: https://eksempel.dk/s.pdf; 2. Skema: https://eksempel.dk/k; "),
        ("{{ links[1].title }} {{ links | join(', ', 'title') }} {{ links | length }}", "Skema Slides, Skema 2"),
        ("{{ title | upper | replace('Ø', 'OE') }}{{ ' ' + date[:2] ~ (host or title) }}", "MOEDE 8.Møde"),
        ("{% if theme is defined and not theme %}{{ theme or title | default('x') }}{% endif %}", "Møde"),
        ("\0{{ title }}\ud800", "\0Møde\ud800"),
    ],
)  # fmt: skip
def test_a_text_has_names_filters_conditions_and_the_links(text: str, filled: str) -> None:
    assert PresetText(text).fill(WORDS) == filled


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=[text[:30] for text, _why in REFUSED])
def test_what_a_text_can_not_have_is_named(text: str, why: str) -> None:
    with bounded(), pytest.raises(PresetTextError) as refused:
        PresetText(text).fill(WORDS)
    assert why in str(refused.value)


@pytest.mark.parametrize("text", ENDLESS)
def test_no_text_goes_on_without_end(text: str) -> None:
    with bounded(cpu_s=2, more_mib=128), pytest.raises(PresetTextError):
        PresetText(text).fill({**WORDS, "description": "ord " * 10_000})


def test_a_text_may_become_long_but_not_any_length() -> None:
    assert len(PresetText("{{ description }}").fill({"description": "a" * MOST_MADE})) == MOST_MADE
    with pytest.raises(PresetTextError, match="longer than 1000000 characters"):
        PresetText("{{ description }}a").fill({"description": "a" * MOST_MADE})


def test_the_line_of_a_fault_is_known() -> None:
    with pytest.raises(PresetTextError) as refused:
        PresetText("a\n{{ title }}\n{{ 2 * 3 }}")
    assert refused.value.line == 3


def scrambled(chance: random.Random) -> str:
    """A text out of the language's own pieces, often with one of the shipped ones within."""
    pieces = chance.choices(PIECES, k=chance.randint(1, 60))
    text = (" " if chance.random() < 0.5 else "").join(pieces)
    kinds = (text, f"{{{{ {text} }}}}", f"{{% for link in links %}}{text}{{% endfor %}}", f"{{% if title %}}{text}{{% endif %}}")
    whole = chance.choice(kinds)
    at = chance.randint(0, len(DESCRIPTION))
    return chance.choice((whole, DESCRIPTION[:at] + whole + DESCRIPTION[at:], DESCRIPTION[:at] + DESCRIPTION[at + 1 :]))


@pytest.mark.parametrize("count", [50, pytest.param(2000, marks=pytest.mark.long)])
def test_any_text_is_filled_or_refused(count: int) -> None:
    chance = random.Random(count)
    with bounded(cpu_s=count / 50, more_mib=256):
        for _number in range(count):
            text = scrambled(chance)
            try:
                PresetText(text, trim_blocks=True).fill(WORDS)
            except PresetTextError as error:
                assert str(error) and error.line >= 1, ascii(text)
