"""The rules of HTML that a page of ours could break, checked without a program from elsewhere."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PHRASING_ONLY = {"p", "h1", "h2", "h3", "span", "strong", "a", "button", "title", "time", "bdi"}
BLOCKS = {"p", "div", "ul", "ol", "li", "section", "h1", "h2", "h3", "video", "youtube-player", "main", "header", "nav"}
CHILDREN_OF_LISTS = {"li"}
REFERENCES = {"aria-labelledby", "aria-describedby", "for"}
KNOWN = VOID | BLOCKS | PHRASING_ONLY | {"html", "head", "body", "script", "style", "button", "svg", "path"}


class Rules(HTMLParser):
    """Collects every broken rule with its line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.broken: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.named: list[str] = []
        self.headings: list[int] = []
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1] if self.open else ""
        names = [name for name, _ in attrs]
        self._hold(tag in KNOWN, f"<{tag}> is not expected in our pages")
        self._hold(len(names) == len(set(names)), f"<{tag}> has an attribute twice")
        self._hold(not (tag in BLOCKS and PHRASING_ONLY & set(self.open)), f"<{tag}> inside {self.open}")
        self._hold((parent in {"ul", "ol"}) == (tag == "li"), f"<{tag}> inside <{parent}>")
        self._hold(not (tag == "a" and "a" in self.open), "<a> inside <a>")
        values = dict(attrs)
        self._hold(tag != "img" or "alt" in values, "<img> without alt")
        for name in ("href", "src", "poster"):
            address = values.get(name, "x") or ""
            self._hold(bool(address) and not set(address) & set(" <>"), f"<{tag}> with a bad {name}")
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.named += [word for name, value in attrs if name in REFERENCES for word in (value or "").split()]
        if values.get("href", "") and (values["href"] or "").startswith("#"):
            self.named.append((values["href"] or "")[1:])
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hold(tag == "path", f"<{tag}/> closes itself")

    def handle_endtag(self, tag: str) -> None:
        self._hold(bool(self.open) and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}")
        if self.open:
            self.open.pop()

    def _hold(self, rule: bool, sentence: str) -> None:
        if not rule:
            self.broken.append(f"line {self.getpos()[0]}: {sentence}")


def broken_rules(page: str) -> list[str]:
    """What is wrong with the page; empty when nothing is."""
    rules = Rules()
    rules.feed(page)
    rules.close()
    broken = list(rules.broken)
    steps = zip([0, *rules.headings], rules.headings, strict=False)
    broken += [f"heading h{after} follows h{before}" for before, after in steps if after > before + 1]
    broken += ["not exactly one h1"] * (rules.headings.count(1) != 1)
    broken += ["not closed: " + " ".join(rules.open)] * bool(rules.open)
    broken += ["no doctype"] * (rules.doctype.lower() != "doctype html")
    broken += [f"id {name} twice" for name in set(rules.ids) if rules.ids.count(name) > 1]
    broken += [f"nothing has the id {name}" for name in rules.named if name not in rules.ids]
    return broken
