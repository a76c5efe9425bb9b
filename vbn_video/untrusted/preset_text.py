"""The texts of a preset that are filled with a meeting: a small part of jinja2, in which every text comes to an end.

    "Oplæg ved {{ speakers }}" ──PresetText──► nodes, all of a kind that is known ──fill(words)──► "Oplæg ved Anne og Bo"

A preset may come from anybody. So a text has names, filters that make nothing large, `{% if %}`, and `{% for %}` over the links,
never one within another; nothing is called, included, set or multiplied. Time and memory grow with text and meeting, no faster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from vbn_video.messages import _
from vbn_video.reasons import library_reason

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

LONGEST_TEXT = 20_000
"""Characters of a text as it is written; YouTube shows 5000 bytes of what comes of it."""
MOST_MADE = 1_000_000
"""Characters of what comes of it, those that filters make on the way counted."""
DEEPEST = 40
"""Levels of nodes in each other; a description with a filter in a list in an `{% if %}` has ten."""
LISTS = frozenset({"links"})
"""What `{% for %}` may go through."""
FILTERS = (
    "capitalize", "default", "first", "join", "last", "length", "lower", "reject", "replace", "select", "title", "trim",
    "truncate", "upper",
)  # fmt: skip
TESTS = ("defined", "undefined")
PARTS = frozenset({"title", "url", "index", "first", "last", "length"})
"""What `.` may stand in front of: the parts of a link, and of jinja2's `loop`."""
KNOWN_NODES = frozenset({
    "Template", "Output", "TemplateData", "Name", "Const", "List", "Tuple", "If", "For", "CondExpr", "Filter", "Keyword", "Test",
    "Getattr", "Getitem", "Slice", "Concat", "Add", "Neg", "And", "Or", "Not", "Compare", "Operand",
})  # fmt: skip
WRITTEN = {
    "Include": "{% include %}", "Import": "{% import %}", "FromImport": "{% from %}", "Extends": "{% extends %}",
    "Block": "{% block %}", "Macro": "{% macro %}", "Assign": "{% set %}", "AssignBlock": "{% set %}", "With": "{% with %}",
    "CallBlock": "{% call %}", "FilterBlock": "{% filter %}", "Call": "( )", "Mul": "*", "Pow": "**", "Div": "/",
    "FloorDiv": "//", "Mod": "%", "Sub": "-", "Pos": "+", "Dict": "{ }",
}  # fmt: skip
"""How a person writes what is refused."""


class PresetTextError(ValueError):
    """A text that can't be filled; its message is the end of a sentence: why."""

    def __init__(self, why: str, line: int = 1) -> None:
        super().__init__(why)
        self.line = line
        """Of the text, from 1; 1 where it is not known."""


class PresetText:
    """One text of a preset, ready to be filled again and again."""

    def __init__(self, text: str, *, trim_blocks: bool = False) -> None:
        """Read the text; with `trim_blocks` a line with nothing but `{% … %}` leaves no empty line (jinja2's own word).

        Raises:
            PresetTextError: it is too long, or something in it is not known here.
        """
        if len(text) > LONGEST_TEXT:
            raise PresetTextError(
                _("it has {count} characters, and may have {limit}").format(count=len(text), limit=LONGEST_TEXT)
            )
        self._budget = _Budget()
        environment = _environment(self._budget, trim_blocks)
        with _faults():
            tree = environment.parse(text)
            _check(tree)
            self._template = environment.from_string(tree)

    def fill(self, words: Mapping[str, Any]) -> str:
        """The text with these words in it.

        Raises:
            PresetTextError: it asks for something that is not among the words or can't be done, or becomes far too long.
        """
        self._budget.made = 0
        with _faults():
            return "".join(map(self._budget.spend, self._template.generate(words)))


class _Budget:
    """Counts the characters that are made while a text is filled."""

    def __init__(self) -> None:
        self.made = 0

    def spend(self, text: str) -> str:
        self.count(len(text))
        return text

    def count(self, characters: int) -> None:
        self.made += characters
        if self.made > MOST_MADE:
            raise PresetTextError(_("it becomes longer than {limit} characters").format(limit=MOST_MADE))

    def counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter of jinja2's whose texts are counted."""

        @wraps(function)
        def run(*arguments: Any, **named: Any) -> Any:
            made = function(*arguments, **named)
            return self.spend(made) if isinstance(made, str) else made

        return run

    def replace(self, value: Any, old: str, new: str, count: int = -1) -> str:
        text = str(_written(value))
        self.count(len(text) + text.count(old) * len(new))
        return text.replace(old, new, count)

    def join(self, values: Iterable[Any], between: str = "", attribute: str = "") -> str:
        words = [str(_written(value[attribute] if attribute else value)) for value in _listed(values)]
        self.count(sum(map(len, words)) + len(words) * len(between))
        return between.join(words)


def _check(tree: nodes.Template) -> None:
    """Refuse what is not known here, wherever in the text it stands."""
    from jinja2 import nodes

    left: list[tuple[nodes.Node, int, frozenset[str]]] = [(tree, 0, frozenset())]
    while left:
        node, depth, links = left.pop()
        line = node.lineno or 1
        kind = type(node).__name__
        if kind not in KNOWN_NODES:
            raise PresetTextError(_("{what} can't be used in it").format(what=WRITTEN.get(kind, kind)), line)
        if depth > DEEPEST:
            raise PresetTextError(_("too much stands within each other in it"), line)
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            sentence = _("there is no filter {name}; there are {known}")
            raise PresetTextError(sentence.format(name=node.name, known=", ".join(FILTERS)), line)
        if isinstance(node, nodes.Getattr) and not (node.attr in PARTS and _is_link(node.node, links)):
            raise PresetTextError(_("{what} can't be used in it").format(what=f".{node.attr}"), line)
        if isinstance(node, nodes.For):
            if links or node.recursive or not (isinstance(node.iter, nodes.Name) and node.iter.name in LISTS):
                sentence = _("{what} goes through {known} only, and not within another")
                raise PresetTextError(sentence.format(what="{% for %}", known=", ".join(LISTS)), line)
            links = frozenset({"loop", *(name.name for name in node.find_all(nodes.Name) if name.ctx == "store")})
        left.extend((child, depth + 1, links) for child in node.iter_child_nodes())


def _is_link(node: nodes.Node, links: frozenset[str]) -> bool:
    """Whether a node is one of the links (or jinja2's `loop`): nothing else has parts with names."""
    from jinja2 import nodes

    if isinstance(node, nodes.Getitem):
        return isinstance(node.node, nodes.Name) and node.node.name in LISTS
    return isinstance(node, nodes.Name) and node.name in links


def _environment(budget: _Budget, trim_blocks: bool) -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, optimized=False, finalize=_written, trim_blocks=trim_blocks, lstrip_blocks=trim_blocks
    )
    environment.globals.clear()
    environment.filters = {name: budget.counted(environment.filters[name]) for name in FILTERS}
    environment.filters |= {"join": budget.join, "replace": budget.replace}
    environment.filters |= {name: _of_a_list(environment.filters[name]) for name in ("select", "reject")}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    return environment


def _of_a_list(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of jinja2's (with the context in front) that shall not go through the letters of a text."""

    @wraps(function)
    def run(context: Any, values: Iterable[Any], *arguments: Any) -> Any:
        return function(context, _listed(values), *arguments)

    return run


def _listed(values: Iterable[Any]) -> Iterable[Any]:
    if isinstance(values, str):
        raise PresetTextError(_("a text is no list"))
    return values


def _written(value: Any) -> Any:
    """What may stand in the text: words and numbers, and what jinja2 itself refuses because it is not known."""
    from jinja2 import Undefined

    if not isinstance(value, (str, int, float, Undefined)):
        raise PresetTextError(_("what is no text can't be written"))
    return value


@contextmanager
def _faults() -> Iterator[None]:
    """Whatever jinja2, and what it calls, says of a faulty text is one error."""
    from jinja2 import TemplateError

    try:
        yield
    except PresetTextError:
        raise
    except RecursionError as error:
        raise PresetTextError(_("too much stands within each other in it")) from error
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise PresetTextError(library_reason("template", str(error)), getattr(error, "lineno", None) or 1) from error
