"""What is wrong with a preset, as sentences: where it stands, what is allowed there, and the nearest right word.

What is allowed is read off the JSON schema of `settings/preset.py`, so that a new key needs no words of its own here.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic import ValidationError

from vbn_video.messages import _, did_you_mean
from vbn_video.settings.preset import FORMER_KEYS, Preset
from vbn_video.settings.toml_lines import Key


def faults(error: ValidationError, place: Callable[[Key], str]) -> list[str]:
    """One line for each thing that is wrong; `place` says where a key stands."""
    sentences = []
    for fault in error.errors():
        key = tuple(name for name in fault["loc"] if isinstance(name, str))
        own = fault["type"] == "value_error"  # a rule of settings/preset.py's own, which brings its sentence
        sentence = str(fault["ctx"]["error"]) if own else _fault(fault["type"], key, fault["input"])
        sentences.append(f"{place(key)}: {sentence}")
    return list(dict.fromkeys(sentences))


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of a preset file, `extends` included, for editors that check and complete as one types."""
    made = Preset.model_json_schema()
    extends = {"type": "string", "description": "The name of the preset, or the path of its file, that this one takes over."}
    made["properties"] = {"extends": extends, **made["properties"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": "vbn-video preset"}


def schema_of(key: Key) -> dict[str, Any] | None:
    """The schema of one section or key, or None where there is none."""
    found: dict[str, Any] = schema()
    for name in key:
        below = found.get("properties", {}).get(name, found.get("additionalProperties"))
        if not isinstance(below, dict):
            return None
        found = schema()["$defs"][below["$ref"].rpartition("/")[2]] | below if "$ref" in below else below
    return found


def allowed_values(wanted: dict[str, Any]) -> str:
    """What a value of that schema may be, in a few words."""
    if "enum" in wanted or "const" in wanted:
        words = wanted.get("enum") or [wanted["const"]]
        return _("one of {words}").format(words=", ".join(_toml(word) for word in words))
    if wanted.get("type") == "array":
        return _("a list in square brackets, [ , ], each in it {items}").format(items=allowed_values(wanted["items"]))
    if "pattern" in wanted:
        return _('a colour such as "#0b3b44"')
    words_for = {
        "boolean": _("true or false"),
        "integer": _("a whole number") + _limits(wanted),
        "number": _("a number") + _limits(wanted),
        "object": _("a section with keys of its own"),
    }
    return words_for.get(wanted.get("type", ""), _("a text in quotes"))


def _fault(kind: str, key: Key, value: object) -> str:
    *above, name = key
    holder = schema_of(tuple(above)) or {}
    if kind == "extra_forbidden" and not above:
        there = [word for word in holder["properties"] if word != "extends"]
        sentence = _("there is no section [{name}]. The sections are {there}.").format(name=name, there=", ".join(there))
        return sentence + did_you_mean(name, there, "[{}]")
    section = ".".join(above)
    if kind == "extra_forbidden" and (instead := FORMER_KEYS.get((section, name))):
        return _("[{section}] {name} is not there any more. {instead}").format(section=section, name=name, instead=instead())
    if kind == "extra_forbidden":
        there = list(holder["properties"])
        sentence = _("[{section}] has no key {name}. It may have {there}.").format(
            section=section, name=name, there=", ".join(there)
        )
        return sentence + (_elsewhere(name) or did_you_mean(name, there))
    wanted = schema_of(key) or {}
    sentence = _("{name} = {value} is not allowed. It must be {allowed}.").format(
        name=name, value=_toml(value), allowed=allowed_values(wanted)
    )
    words = _words_of(wanted) or _words_of(wanted.get("items", {}))
    if wanted.get("type") == "number" and re.fullmatch(r"[-+]?\d+,\d+", str(value)):
        return f"[{section}] " + sentence + " " + _("Did you mean {word}?").format(word=str(value).replace(",", "."))
    return (f"[{section}] " if section else "") + sentence + did_you_mean(str(value), words, '"{}"')


def _elsewhere(name: str) -> str:
    """` Did you mean [sound] loudness_lufs?` where another section has just that key."""
    for section in schema()["properties"]:
        if name in (schema_of((section,)) or {}).get("properties", {}):
            return " " + _("Did you mean {word}?").format(word=f"[{section}] {name}")
    return ""


def _words_of(wanted: dict[str, Any]) -> list[str]:
    return wanted.get("enum") or ([wanted["const"]] if "const" in wanted else [])


def _limits(wanted: dict[str, Any]) -> str:
    low, high = wanted.get("minimum"), wanted.get("maximum")
    above, below = wanted.get("exclusiveMinimum"), wanted.get("exclusiveMaximum")
    words = []
    if low is not None:
        words.append(_("from {number}").format(number=low))
    if above is not None:
        words.append(_("above {number}").format(number=above))
    if high is not None:
        words.append(_("to {number}").format(number=high))
    if below is not None:
        words.append(_("below {number}").format(number=below))
    return "".join(" " + word for word in words)


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
