"""Every sentence that can stop a run, read off the code: with the exit code that it ends with.

A sentence is found where an error is made: in the call itself, in a name that was assigned in the same function, or in a function
that is called for it. What a person's own file is told to be wrong in, and what the check finds, has a rule of its own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vbn_video import errors

HOUSE = Path(__file__).parents[2] / "vbn_video"
CODES = {
    name: kind.exit_code
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.VbnError) and kind is not errors.VbnError
}
EDITED_FILES = (
    "plan/cut/edit_text.py",
    "formats/base.py",
    "formats/cue_blocks.py",
    "formats/vtt.py",
)  # what is wrong in a line of them
FINDINGS = ("report/rules/media_rules.py", "report/rules/text_rules.py")
WRONG, FAULT, FOUND = 2, 1, 6
FORM = {"_": 0, "ngettext": 1}
"""Which argument of a call is the sentence."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Stop = tuple[int, str]


@dataclass(frozen=True)
class Module:
    """One file of the code, its functions by their names, and where its other names are from."""

    name: str
    tree: ast.Module
    functions: dict[str, Function]
    imported: dict[str, tuple[str, str]]
    holders: dict[ast.AST, Function]
    """For each node the innermost function that it stands in."""


@cache
def modules() -> dict[str, Module]:
    """Every file, by its path in the package."""
    return {module.name: module for module in map(_module, sorted(HOUSE.rglob("*.py")))}


@cache
def stops() -> frozenset[Stop]:
    """(exit code, English sentence) for everything that can stop a run."""
    found: set[Stop] = set()
    for module in modules().values():
        for call in _calls(module):
            name = _called(call)
            if name in CODES:
                found |= {(CODES[name], text) for text in _sentences(call, module)}
            elif name in ("fail", "ValueError"):
                found |= {(WRONG, text) for text in _sentences(call, module)}
    found |= {(WRONG, text) for name in EDITED_FILES for text in _messages(modules()[name].tree)}
    found |= {(FOUND, text) for name in FINDINGS for text in _looks(modules()[name])}
    found |= {(FAULT, text) for text in _messages(modules()["cli/terminal/failure.py"].functions["_report_fault"])}
    return frozenset((code, text) for code, text in found if is_sentence(text))


def said_in(place: str) -> set[str]:
    """Every English sentence in the files whose paths begin so."""
    found = {text for name, module in modules().items() if name.startswith(place) for text in _messages(module.tree)}
    return set(filter(is_sentence, found))


def silent_errors() -> list[str]:
    """Where an error is made of which no sentence was found: the rules above have a gap there."""
    return [
        f"{module.name}:{call.lineno}"
        for module in modules().values()
        for call in _calls(module)
        if _called(call) in CODES and not any(map(is_sentence, _sentences(call, module))) and module.name != "formats/base.py"
    ]


def is_sentence(text: str) -> bool:
    """Whether a message stands by itself, and is no part of another one."""
    if text.strip().startswith("Did you mean"):
        return False
    return "." in text.replace("09:15", "") or (": " in text and not text[0].islower())


def shown(message: str) -> str:
    """The message as the guide has it: one line, each field as `…`."""
    text = re.sub(r"\{\w+(![a-z])?(:[^{}]*)?\}", "…", message.replace("{{", "\0").replace("}}", "\1"))
    return " ".join(text.replace("\0", "{").replace("\1", "}").split())


def _module(path: Path) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, Function)}
    imported = {
        alias.asname or alias.name: (node.module.removeprefix("vbn_video.").replace(".", "/") + ".py", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("vbn_video.")
        for alias in node.names
    }
    holders: dict[ast.AST, Function] = {}
    for function in functions.values():  # ast.walk goes outside in, so that the innermost one is noted last
        holders.update(dict.fromkeys(ast.walk(function), function))
    return Module(path.relative_to(HOUSE).as_posix(), tree, functions, imported, holders)


def _calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _messages(node: ast.AST) -> set[str]:
    """Every message; of one that has forms for its number, that for many."""
    return {
        str(text.value)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and (form := FORM.get(_called(call))) is not None
        if isinstance(text := call.args[form], ast.Constant)
    }


def _sentences(node: ast.AST, module: Module, last: bool = False) -> set[str]:
    """The messages that an expression can become; `last`: a name in it is only what was assigned to it last before."""
    found: set[str] = set()
    seen: set[object] = set()
    ahead = [(node, module)]
    while ahead:
        there, where = ahead.pop()
        found |= _messages(there)
        for place, parts in _named(there, where, last and there is node):
            if place not in seen:
                seen.add(place)
                ahead += parts
    return found


def _named(node: ast.AST, module: Module, last: bool) -> Iterator[tuple[object, list[tuple[ast.AST, Module]]]]:
    """What else an expression can become: for each name in it what that was assigned, for each call of ours the function."""
    holder = module.holders.get(node)
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load) and holder:
            values = _assigned(holder, part.id)
            before = sorted((value for value in values if value.lineno < part.lineno), key=lambda value: value.lineno)
            only = last and bool(before)
            yield (holder, part.id, part.lineno if only else 0), [(value, module) for value in (before[-1:] if only else values)]
        if isinstance(part, ast.Call) and (place := _place(_called(part), module)):
            where = modules()[place[0]]
            yield place, [(where.functions[place[1]], where)]


def _place(name: str, module: Module) -> tuple[str, str] | None:
    """The file and the function that a name stands for, if it is one of ours."""
    if name in module.functions:
        return module.name, name
    file, inner = module.imported.get(name, ("", ""))
    return (file, inner) if file in modules() and inner in modules()[file].functions else None


@cache
def _assigned(function: Function, name: str) -> tuple[ast.expr, ...]:
    return _assignments(function).get(name, ())


@cache
def _assignments(function: Function) -> dict[str, tuple[ast.expr, ...]]:
    """What each name is given in the function, by assignment or by a loop."""
    values: dict[str, tuple[ast.expr, ...]] = {}
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.For) else []
        for name in sorted({part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}):
            if isinstance(node, ast.Assign | ast.For):
                values[name] = (*values.get(name, ()), node.value if isinstance(node, ast.Assign) else node.iter)
    return values


def _looks(module: Module) -> set[str]:
    """The findings that a person must look at: all but those that are never more than a note."""
    notes: set[str] = set()
    looks: set[str] = set()
    for call in _calls(module):
        if _called(call) == "finding" and isinstance(call.args[0], ast.Constant):
            (looks if call.args[0].value == "look" else notes).update(_sentences(call, module, last=True))
    return _messages(module.tree) - (notes - looks)
