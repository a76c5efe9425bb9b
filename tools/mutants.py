"""Mutation check: do the tests notice when the code is wrong? Run in the root of the house, on a system that can fork.

    python tools/mutants.py PATH [--sample 100] [--seed 0] [--tests TESTS...] [--time SECONDS]

    PATH ─ast─► every mutant ─seed─► the sample ─► each one alone in a copy of the tree ─pytest -x─► killed, survived or timed out

A mutant is one small fault: < for <=, + for -, a number one off, `and` for `or`, a condition that always or never holds, a
statement left out, None returned, min for max. It is killed when a test fails, and times out where the tests take five times as
much of a processor's time as without it, or wait for ever. Tests are those given, or all that import the module, by themselves or
through one module between. Those that survive are printed, one a line: `file:line old -> new`. With --time no mutant is begun
after so many seconds.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import math
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import Phase, settings

TIMES_AS_LONG = 5
LEAST_PROCESSOR_S = 5
FOR_EVER_S = 600
"""Longer no tests take, however busy the machine is."""
SHOWN_CHARACTERS = 100
EXAMPLES = 30
"""Of each property that does not ask for another number."""
OUTPUT, IMPORTED = "output", "imported"
IMPORTED_BEFORE = "ignore::pytest.PytestAssertRewriteWarning"  # of plugins, in the process that is forked
PYTEST = ("-x", "-q", "-m", "not long", "-p", "no:cacheprovider", "-W", IMPORTED_BEFORE, "--hypothesis-profile", "mutants")
NOT_COPIED = shutil.ignore_patterns(".git", ".venv*", ".cache", ".hypothesis", ".*_cache", "__pycache__", "build", "dist", "site")
NOT_MUTATED = ("annotation", "returns", "decorator_list")
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
CALLS = {"min": "max", "max": "min"}
LEFT_OUT = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.Assert, ast.Delete, ast.Continue, ast.Break)


@dataclass(frozen=True)
class Mutant:
    """One fault: a node of a module's tree, and what stands there instead."""

    path: Path
    tree: ast.Module
    parent: ast.AST
    field: str
    index: int | None
    """Where in the field's list; None where the field holds one node."""
    new: ast.AST

    @property
    def old(self) -> ast.AST:
        """The node that is right."""
        held = getattr(self.parent, self.field)
        node: ast.AST = held if self.index is None else held[self.index]
        return node

    def source(self) -> str:
        """The module's text with the fault in it."""
        old = self.old
        self._put(self.new)
        text = ast.unparse(ast.fix_missing_locations(self.tree))
        self._put(old)
        return text

    def __str__(self) -> str:
        line = getattr(self.old, "lineno", 0)
        return f"{self.path}:{line} {_shown(self.old)} -> {_shown(self.new)}"

    def _put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


@dataclass(frozen=True)
class Ended:
    """How the tests ended."""

    code: int | None
    """pytest's; None where they were stopped."""
    processor_s: float


def mutants_of(path: Path, text: str) -> list[Mutant]:
    """Every mutant of a module."""
    tree = ast.parse(text)
    return [
        Mutant(path, tree, parent, field, index, new)
        for parent, field, index, node in _places(tree)
        for new in _variants(parent, field, node)
    ]


def _places(parent: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """(parent, field, index, node) for all that runs below a node."""
    if isinstance(parent, ast.If) and "TYPE_CHECKING" in ast.unparse(parent.test):
        return
    for field, value in ast.iter_fields(parent):
        if field in NOT_MUTATED:
            continue
        nodes = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, node in nodes:
            if isinstance(node, ast.AST) and not isinstance(node, ast.JoinedStr):
                yield parent, field, index, node
                yield from _places(node)


def _variants(parent: ast.AST, field: str, node: ast.AST) -> Iterator[ast.AST]:
    """What may stand instead of a node."""
    if field == "ifs" or (field == "test" and isinstance(parent, ast.If | ast.IfExp)):
        yield from (ast.Constant(value) for value in (True, False))
    elif field == "test" and isinstance(parent, ast.While):
        yield ast.Constant(False)
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            yield _with(node, ops=[*node.ops[:at], COMPARISONS[type(operator)](), *node.ops[at + 1 :]])
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        yield _with(node, op=OPERATORS[type(node.op)]())
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
        yield _with(node, func=ast.Name(CALLS[node.func.id]))
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield from (ast.Constant(node.value + step) for step in (1, -1))
    elif isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield _with(node, value=ast.Constant(None))
    if isinstance(node, LEFT_OUT) and field in ("body", "orelse", "finalbody") and _runs_in_a_function(parent, node):
        yield ast.Pass()


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _runs_in_a_function(parent: ast.AST, node: ast.AST) -> bool:
    """Neither a docstring nor a definition of a module or a class, without which nothing could be imported."""
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return not text and not isinstance(parent, ast.Module | ast.ClassDef)


def _shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def tests_of(module: Path, root: Path) -> list[Path]:
    """The test files that import a module, or a module that does."""
    imports = {path.relative_to(root): _imports(path) for path in sorted(root.rglob("*.py")) if "__pycache__" not in path.parts}
    near = {_dotted(module), *(_dotted(path) for path, names in imports.items() if _dotted(module) in names)}
    return [path for path, names in imports.items() if path.name.startswith("test_") and names & near]


def _dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


class Watch:
    """A plugin that runs properties, which take long, last, and tells which modules from outside the tree were imported."""

    def __init__(self, tree: Path, file: Path) -> None:
        self.tree, self.file = tree, file

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Most mutants are killed by the others."""
        items.sort(key=lambda item: item.get_closest_marker("hypothesis") is not None)

    def pytest_sessionfinish(self) -> None:
        """Write them down, for the process that waits."""
        files = ((name, getattr(module, "__file__", None) or "") for name, module in list(sys.modules.items()))
        names = (name for name, file in files if "site-packages" in file and not Path(file).is_relative_to(self.tree))
        self.file.write_text("\n".join(names), encoding="utf-8")


def run_tests(tree: Path, tests: Sequence[Path], scratch: Path, processor_s: int | None = None) -> Ended:
    """Run pytest in a process of its own that has all that this one has imported; at most so many seconds of a processor."""
    child = os.fork()
    if child == 0:
        os.setsid()
        if processor_s:
            resource.setrlimit(resource.RLIMIT_CPU, (processor_s, processor_s))
        written = os.open(scratch / OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(written, 1)
        os.dup2(written, 2)
        code: int = 1
        try:
            code = int(pytest.main([*PYTEST, *map(str, tests)], plugins=[Watch(tree, scratch / IMPORTED)]))
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    until_s = time.monotonic() + FOR_EVER_S
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            return Ended(None if code < 0 else code, used.ru_utime + used.ru_stime)
        if time.monotonic() > until_s:
            os.killpg(child, signal.SIGKILL)
            until_s = float("inf")
        time.sleep(0.01)


def measure(tree: Path, tests: Sequence[Path], scratch: Path) -> int:
    """How many seconds of a processor the tests may take: they run without a mutant, and what they import is imported here."""
    undisturbed = run_tests(tree, tests, scratch)
    if undisturbed.code != 0:
        sys.exit("Without a mutant these tests fail:\n" + (scratch / OUTPUT).read_text(encoding="utf-8", errors="replace"))
    for name in sorted(set((scratch / IMPORTED).read_text(encoding="utf-8").split()) - set(sys.modules)):
        _import(name)
    return max(LEAST_PROCESSOR_S, math.ceil(TIMES_AS_LONG * undisturbed.processor_s))


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except Exception as error:  # what can't be imported here is imported by each mutant's tests
        print(f"{name} is not imported beforehand: {error}", file=sys.stderr)


def try_mutant(mutant: Mutant, tree: Path, tests: Sequence[Path], scratch: Path, processor_s: int) -> str:
    """Killed, survived or timed out."""
    module = tree / mutant.path
    right = module.read_text(encoding="utf-8")
    module.write_text(mutant.source(), encoding="utf-8")
    _forget_compiled(module)
    code = run_tests(tree, tests, scratch, processor_s).code
    module.write_text(right, encoding="utf-8")
    _forget_compiled(module)
    return "timed out" if code is None else "survived" if code == 0 else "killed"


def _forget_compiled(module: Path) -> None:
    """Python knows a compiled file's source by its size and second, which two mutants may share."""
    for compiled in (module.parent / "__pycache__").glob(f"{module.stem}.*.pyc"):
        compiled.unlink()


def check(path: Path, sample: int, seed: int, tests: Sequence[Path], time_s: float) -> dict[str, list[Mutant]]:
    """What became of each mutant of the sample."""
    root, until_s = Path.cwd(), time.monotonic() + time_s
    modules = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    every = [mutant for module in modules for mutant in mutants_of(module, module.read_text(encoding="utf-8"))]
    chosen = random.Random(seed).sample(every, min(sample, len(every)))
    print(f"{len(chosen)} of {len(every)} mutants of {path}", flush=True)
    fates: dict[str, list[Mutant]] = {"killed": [], "survived": [], "timed out": []}
    with tempfile.TemporaryDirectory() as folder:
        tree, known = Path(folder).resolve() / "tree", dict[tuple[Path, ...], int]()
        shutil.copytree(root, tree, ignore=NOT_COPIED)
        os.chdir(tree)
        os.environ["PYTHONPATH"] = sys.path[0] = str(tree)
        for mutant in chosen:
            its_tests = tuple(tests or tests_of(mutant.path, tree))
            if time.monotonic() > until_s:
                break
            if its_tests and its_tests not in known:
                known[its_tests] = measure(tree, its_tests, Path(folder))
            fate = try_mutant(mutant, tree, its_tests, Path(folder), known[its_tests]) if its_tests else "survived"
            fates[fate].append(mutant)
            print(f"{fate:9}  {mutant}", flush=True)
        os.chdir(root)
    return fates


def main() -> None:
    """Check and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tests", type=Path, nargs="+", default=[])
    parser.add_argument("--time", type=float, default=float("inf"))
    given = parser.parse_args()
    phases = (Phase.explicit, Phase.generate)  # no example needs to be made small
    settings.register_profile("mutants", max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=phases)
    fates = check(given.path, given.sample, given.seed, given.tests, given.time)
    print("\n" + ", ".join(f"{len(mutants)} {fate}" for fate, mutants in fates.items()))
    print(*fates["survived"], sep="\n")


if __name__ == "__main__":
    main()
