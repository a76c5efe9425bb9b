"""The Danish catalogue: every message is in it, and says the same with the same fields."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.running import environment, started, vbn_video

HOUSE = Path(__file__).parent.parent / "vbn_video"
CATALOGUES = HOUSE / "locale" / "da" / "LC_MESSAGES"


def catalogue(name: str) -> Catalog:
    with (CATALOGUES / f"{name}.po").open("rb") as file:
        return read_po(file, "da")


def extracted() -> dict[str, str]:
    """Every message in the code, with the file where it stands."""
    found: dict[str, str] = {}
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                message = node.args[0]
                assert isinstance(message, ast.Constant), f"{path}:{node.lineno} is no message"
                found[str(message.value)] = path.relative_to(HOUSE).as_posix()
    return found


def fields(text: str) -> list[str]:
    return sorted(
        f"{name}!{conversion}:{spec}" for _text, name, spec, conversion in string.Formatter().parse(text) if name is not None
    )


def entries() -> Iterator[tuple[str, str]]:
    for message in catalogue("vbn_video"):
        if message.id:
            yield str(message.id), str(message.string)


def test_every_message_has_its_danish() -> None:
    danish = dict(entries())
    assert {message: place for message, place in extracted().items() if not danish.get(message)} == {}


def test_no_danish_is_left_of_a_message_that_is_gone() -> None:
    assert sorted(set(dict(entries())) - set(extracted())) == []


def test_no_danish_is_only_a_guess() -> None:
    assert [message.id for name in ("vbn_video", "click") for message in catalogue(name) if message.fuzzy and message.id] == []


def test_the_danish_has_the_same_fields() -> None:
    assert [(english, danish) for english, danish in entries() if fields(english) != fields(danish)] == []


def test_clicks_danish_has_the_same_fields() -> None:
    wrong = []
    for message in catalogue("click"):
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        danish = message.string if isinstance(message.string, tuple) else (message.string,)
        wrong += [one for one, other in zip(english, danish, strict=True) if one and fields(one) != fields(other)]
    assert wrong == []


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """As hatch_build.py does while it installs."""
    for po in CATALOGUES.glob("*.po"):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as made:
            write_mo(made, read_po(source))


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
