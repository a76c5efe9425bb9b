"""The Danish catalogue: every message is in it, and says the same with the same fields."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.running import environment, started, vbn_video
from vbn_video.project import write_atomically

HOUSE = Path(__file__).parent.parent / "vbn_video"
CATALOGUES = HOUSE / "locale" / "da" / "LC_MESSAGES"


def catalogue(name: str) -> Catalog:
    with (CATALOGUES / f"{name}.po").open("rb") as file:
        return read_po(file, "da")


Message = tuple[str, ...]
"""A sentence; or that for one and that for any other number."""


def extracted() -> dict[Message, str]:
    """Every message in the code, with the file where it stands."""
    found: dict[Message, str] = {}
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                sentences = node.args[:1] if node.func.id == "_" else node.args[:2]
                assert all(isinstance(one, ast.Constant) for one in sentences), f"{path}:{node.lineno} is no message"
                found[tuple(str(one.value) for one in sentences)] = path.relative_to(HOUSE).as_posix()  # type: ignore[attr-defined]
    return found


def fields(text: str) -> list[str]:
    return sorted(
        f"{name}!{conversion}:{spec}" for _text, name, spec, conversion in string.Formatter().parse(text) if name is not None
    )


def forms(text: str | tuple[str, ...] | list[str]) -> Message:
    return (text,) if isinstance(text, str) else tuple(text)


def entries() -> Iterator[tuple[Message, Message]]:
    """Each message with its Danish, in as many forms as it has."""
    for message in catalogue("vbn_video"):
        if message.id:
            yield forms(message.id), forms(message.string)


def test_every_message_has_its_danish() -> None:
    danish = dict(entries())
    assert {message: place for message, place in extracted().items() if not all(danish.get(message, ("",)))} == {}


def test_no_danish_is_left_of_a_message_that_is_gone() -> None:
    assert sorted(set(dict(entries())) - set(extracted())) == []


def test_no_danish_is_only_a_guess() -> None:
    assert [message.id for name in ("vbn_video", "click") for message in catalogue(name) if message.fuzzy and message.id] == []


def test_the_danish_has_the_same_fields() -> None:
    assert [
        (english, danish)
        for english, danish in entries()
        if len(english) != len(danish) or list(map(fields, english)) != list(map(fields, danish))
    ] == []


COUNTED = re.compile(
    r"\{(count|cues|minutes|hours|days|words|seconds|looks|notes|before|shown|missing)\} (?!(?:min|s|byte)\b)[a-zæøå]"
)
"""A number with a noun behind it, which has another form for one."""
NEVER_ONE = (
    "There are {count} videos of this recording",
    "{count} pictures; number",
    "{count} sound tracks; number",
    "{count} files have the same length",
    "Zoom recorded this stretch in {count} layouts",
    "{count} parts",
    "The browser brought no answer for {minutes} minutes",
    "{count} times it was not the address",
    "no end is known; from a Google project",
    "from {since}; if the Google project",
    "it has {count} characters, and may have {limit}",
    "[youtube] tags are {count} characters together",
)
"""Said only where there are several, or of a constant."""
ANY_NUMBER = ("Not published: the check found {count} that a person",)
"""No noun stands behind the number."""


def test_a_number_with_a_noun_has_a_form_for_one() -> None:
    single = [message[0] for message in extracted() if len(message) == 1]
    counted = [sentence for sentence in single if COUNTED.search(sentence)]
    assert [sentence for sentence in counted if not sentence.startswith(NEVER_ONE + ANY_NUMBER)] == []
    assert [one for one in NEVER_ONE + ANY_NUMBER if not any(sentence.startswith(one) for sentence in counted)] == []


def test_one_is_said_in_the_singular() -> None:
    assert [one for one, many in (message for message in extracted() if len(message) == 2) if one == many] == []
    same = {danish[0] for english, danish in entries() if len(english) == 2 and danish[0] == danish[1]}
    assert [sentence for sentence in same if not SAME_IN_DANISH.search(sentence)] == []


SAME_IN_DANISH = re.compile(r"\{count\} (ord|ting|forslag|af dine)\b|der er \{count\}")
"""What does not change with the number."""


def test_no_message_writes_its_own_decimal_point() -> None:
    pointed = re.compile(r":[^}]*(?:\.[1-9]\d*f|[geG]|(?<!\.0)f)$")
    given = [field for message in extracted() for text in message for field in fields(text)]
    assert [field for field in given if pointed.search(field)] == []


def test_numbers_go_through_the_plural_forms_of_the_catalogue(tmp_path: Path) -> None:
    good = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nVi ses.\n"
    (tmp_path / "en.vtt").write_text(good, encoding="utf-8")
    (tmp_path / "to.vtt").write_text(good + "\n00:00:05.000 --> 00:00:08.000\nI morgen.\n", encoding="utf-8")
    said = [
        vbn_video("captions", "check", name, cwd=tmp_path, **variables).err.split(" ")[:2]
        for variables in ({"LC_ALL": "da_DK.UTF-8", "LANGUAGE": ""}, {"LC_ALL": "C.UTF-8"})
        for name in ("en.vtt", "to.vtt")
    ]
    assert said == [["1", "undertekst"], ["2", "undertekster"], ["1", "caption"], ["2", "captions"]]


def test_clicks_danish_has_the_same_fields() -> None:
    wrong = []
    for message in catalogue("click"):
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        danish = message.string if isinstance(message.string, tuple) else (message.string,)
        wrong += [one for one, other in zip(english, danish, strict=True) if one and fields(one) != fields(other)]
    assert wrong == []


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """As hatch_build.py does while it installs; whole at once, for another worker may be reading it."""
    for po in CATALOGUES.glob("*.po"):
        made, mo = BytesIO(), po.with_suffix(".mo")
        with po.open("rb") as source:
            write_mo(made, read_po(source))
        if not mo.is_file() or mo.read_bytes() != made.getvalue():
            write_atomically(mo, made.getvalue())


@pytest.mark.parametrize(
    ("variables", "danish"),
    [
        ({"LANG": "da_DK.UTF-8"}, True),
        ({"LC_ALL": "da_DK.UTF-8", "LANG": "en_GB.UTF-8"}, True),
        ({"LC_MESSAGES": "da_DK", "LANG": "en_GB.UTF-8"}, True),
        ({"LANGUAGE": "da:en", "LANG": "en_GB.UTF-8"}, True),
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "sv_SE.UTF-8"}, False),
        ({"LC_ALL": "C.UTF-8", "LANG": "da_DK.UTF-8"}, False),
    ],
)
def test_messages_follow_the_persons_language(variables: dict[str, str], danish: bool, tmp_path: Path) -> None:
    unset = dict.fromkeys(("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"), "") | variables
    assert set(unset) <= set(environment(**unset))
    helped = started("--help", cwd=tmp_path, **unset)
    assert helped.out.startswith("Brug:" if danish else "Usage:")
    done = vbn_video("inspect", "findes ikke.mp4", "--json", cwd=tmp_path, **unset)
    assert ("There is" in done.document["error"]["message"]) != danish
    assert set(done.document["error"]) == {"code", "message", "path"}, "keys are English in every language"


def test_a_wrong_usage_is_said_in_danish(tmp_path: Path) -> None:
    done = started("publish", "x.mp4", "--start", "om lidt", cwd=tmp_path, LC_ALL="da_DK.UTF-8", LANGUAGE="")
    assert done.code == 2
    assert "Forkert værdi" in done.err
    assert "er ikke et tidspunkt" in done.err
