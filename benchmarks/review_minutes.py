"""A scripted editor goes through made meetings on the review page: minutes for an hour of meeting, and words that are left wrong.

The page is opened in Debian's Chromium and worked by real keys; the editor has the truth at hand. What it takes a person is
counted by the keystroke-level model (Card, Moran, Newell 1983): a key 0.28 s, pointing 1.1 s, making up one's mind 1.35 s;
what is heard is heard at its own speed, reading along at one and a half times that. The editor hears every mistake.

- doubts, then read along: the two passes of the page
- doubts alone: the first of them
- read along alone: from top to bottom in the same page, nothing done before
- spell check: every word that is not in the lexicon is looked at, heard, and put right where it is wrong; counted, not played

usage: python -m benchmarks.review_minutes
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.review_doubts import compared
from benchmarks.word_errors import normalised
from tests.plan.made_evidence import made_evidence
from tests.review.heard.kept_reviews import KeptReview, kept_reviews
from tests.steps.planned_project import KEEP_ALL_SAID, PlannedProject
from vbn_video.codec import to_json
from vbn_video.evidence import Transcript, Word
from vbn_video.formats.vtt import parse_vtt
from vbn_video.plan.danish.writing import TextSettings, write_danish
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.desk.services import DeskServices
from vbn_video.review.serving import serving
from vbn_video.review.workspace import Workspace
from vbn_video.settings.glossary import Glossary
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon
from vbn_video.settings.meeting import Meeting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KEY_S, POINT_S, MIND_S = 0.28, 1.1, 1.35
BEFORE_S, AFTER_S = 1.5, 0.7
"""What is heard before and after a doubt."""
READING_RATE = 1.5
STATE = """() => {
  const card = document.querySelector(".doubts .card"), doubt = document.querySelector("#doubt");
  if (card.hidden) return null;
  const words = text => text.split(/\\s+/).filter(Boolean).length;
  return {
    cue: Number(document.querySelector("ol.cues li[aria-current]").dataset.cue),
    first: words(doubt.firstChild.textContent),
    text: doubt.querySelector("mark").textContent,
    candidates: [...document.querySelectorAll(".candidates .choice")].map(one => one.textContent),
  };
}"""
READY = "() => !document.querySelector('.candidates').hasAttribute('aria-busy')"
SELECT = """([line, from, to]) => {
  const field = document.querySelector("ol.cues textarea");
  field.focus();
  field.setSelectionRange(from, to);
}"""


@dataclass
class Told:
    """One word that stands in a caption, and what was said there: nothing, one word or several."""

    text: str
    right: str

    @property
    def is_right(self) -> bool:
        """Whether it says what was said."""
        return folded(self.text) == folded(self.right)


@dataclass
class Effort:
    """What one way through a meeting took."""

    seconds: float = 0.0
    keys: int = 0
    decisions: int = 0
    wrong: int = 0
    """Words left wrong or missing."""

    def press(self, page: Page, *keys: str) -> None:
        """Press keys by their names."""
        for key in keys:
            page.keyboard.press(key)
        self.keys += len(keys)
        self.seconds += KEY_S * len(keys)

    def write(self, page: Page, text: str) -> None:
        """Type a text; a digit at its head would choose a candidate, so a space comes before it."""
        typed = f" {text}" if text[:1].isdigit() else text
        page.keyboard.type(typed)
        self.keys += len(typed)
        self.seconds += KEY_S * len(typed)

    def decide(self, heard_s: float) -> None:
        """Hear something, and make up one's mind."""
        self.decisions += 1
        self.seconds += heard_s + MIND_S

    def point(self) -> None:
        """Point at something."""
        self.seconds += POINT_S


@dataclass
class Table:
    """Each way over all meetings."""

    ways: dict[str, list[Effort]] = field(default_factory=dict)

    def add(self, way: str, effort: Effort) -> Effort:
        """Note what one meeting took in this way."""
        self.ways.setdefault(way, []).append(effort)
        return effort


def main(_words: Sequence[str] = ()) -> None:
    """Go through each meeting in each way, and print the table."""
    from playwright.sync_api import sync_playwright

    program, knows = shutil.which("chromium"), danish_lexicon()
    if program is None or knows is None:
        sys.exit("This needs chromium and the Danish lexicon.")
    table, meetings = Table(), kept_reviews("judged")
    minutes = [kept.duration_us / 60e6 for kept in meetings]
    words = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for kept in meetings:
            with _opened(browser, kept) as (page, project, told):
                words.append(sum(len(cue) for cue in told))
                table.add("nothing", Effort(wrong=_wrong(told)))
                table.add("spell check", _spell_check(told, knows, kept))
                doubts = table.add("doubts", _go_through_doubts(page, told))
                both = table.add("doubts, read along", replace(doubts))
                _read_along(page, told, kept, both)
                _check(project, told)
            with _opened(browser, kept) as (page, project, told):
                _read_along(page, told, kept, table.add("read along", Effort()))
                _check(project, told)
        browser.close()
    _print(table, minutes, words, [kept.name for kept in meetings])


def folded(text: str) -> list[str]:
    """The words of a text as they are compared: without capitals and punctuation."""
    return normalised(text).split()


@contextmanager
def _opened(browser: Browser, kept: KeptReview) -> Iterator[tuple[Page, Path, list[list[Told]]]]:
    """The page on a fresh project of the meeting, its folder, and its captions' words beside the truth."""
    with tempfile.TemporaryDirectory(prefix="vbn-video benchmark ") as temporary:
        made = _project(Path(temporary), kept)
        workspace = Workspace(Path(temporary))
        with serving(DeskServices(workspace, RunSettings())) as server:
            page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
            key = workspace.key_of(made.project.folder)
            page.goto(server.session.new_address(key))
            page.wait_for_selector("main > *")
            page.evaluate("place => { location.hash = place; }", f"#/{key}/captions")
            page.wait_for_selector(".doubts .card:not([hidden])")
            yield page, made.project.folder, _beside_truth(made.project.folder, kept)
            page.context.close()


def _project(folder: Path, kept: KeptReview) -> PlannedProject:
    spans = [(line.start_us / 1e6, line.end_us / 1e6, -18.0) for line in kept.said]
    made = PlannedProject(folder, made_evidence(spans, kept.duration_us / 1e6))
    made.path("words.json").write_text(to_json(Transcript, kept.heard), encoding="utf-8")
    made.setting(trim=KEEP_ALL_SAID)
    made.context = replace(made.context, meeting=Meeting(speakers=kept.names))
    names = ", ".join(f'"{name}"' for name in kept.names)
    made.path("meeting.toml").write_text(f"speakers = [{names}]\n", encoding="utf-8")
    made.run("plan", "caption")
    return made


def _beside_truth(project: Path, kept: KeptReview) -> list[list[Told]]:
    cues = _cues(project)
    said = [Word(line.start_us, line.end_us, text, 1.0) for line in kept.said for text in line.text.split()]
    truth = [word.text for word in write_danish(said, TextSettings(), Glossary()).words]
    _wrong_words, _missing, right = compared([text for cue in cues for text in cue], truth)
    rights = iter(right)
    return [[Told(text, next(rights)) for text in cue] for cue in cues]


def _cues(project: Path) -> list[list[str]]:
    parsed = parse_vtt((project / "captions.da.vtt").read_text(encoding="utf-8"))
    return [" ".join(cue.lines).split() for cue in parsed.cues]


def _wrong(told: Sequence[Sequence[Told]]) -> int:
    return sum(max(len(folded(one.right)), 1) for cue in told for one in cue if not one.is_right)


def _go_through_doubts(page: Page, told: list[list[Told]]) -> Effort:
    """The first pass: right, one of the candidates, or written; what should not be there at all is left to the second."""
    effort, left = Effort(), set[tuple[int, str]]()
    while (state := page.evaluate(STATE)) is not None:
        cue, first = state["cue"], state["first"]
        own = told[cue][first : first + len(state["text"].split())]
        right = " ".join(one.right for one in own if one.right.strip())
        if not right and (cue, state["text"]) in left:
            break
        page.wait_for_function(READY)
        candidates = page.evaluate(STATE)["candidates"]
        seconds = BEFORE_S + AFTER_S + 0.4 * len(own)
        effort.decide(seconds)
        same = [folded(text) == folded(right) for text in candidates]
        if all(one.is_right for one in own):
            effort.press(page, "Enter")
        elif not right:
            left.add((cue, state["text"]))
            effort.press(page, "PageDown")
        elif any(same):
            effort.press(page, str(same.index(True) + 1))
            told[cue][first : first + len(own)] = [Told(text, text) for text in candidates[same.index(True)].split()]
        else:
            effort.write(page, right)
            effort.press(page, "Enter")
            told[cue][first : first + len(own)] = [Told(text, text) for text in right.split()]
        page.wait_for_function(
            "before => { const card = document.querySelector('.doubts .card'), mark = document.querySelector('#doubt mark');"
            " const row = document.querySelector('ol.cues li[aria-current]');"
            " return card.hidden || mark.textContent + row.dataset.cue !== before || document.activeElement.value === ''; }",
            arg=f"{state['text']}{cue}",
        )
        page.wait_for_function("() => !/…/.test(document.querySelector('#status').textContent)")
    effort.wrong = _wrong(told)
    return effort


def _read_along(page: Page, told: list[list[Told]], kept: KeptReview, effort: Effort) -> None:
    """The second pass: all is heard once; where a caption is wrong, it is opened, and each wrong run of words is pointed at."""
    effort.seconds += kept.duration_us / 1e6 / READING_RATE
    for index, cue in enumerate(told):
        runs = _wrong_runs(cue)
        if not runs:
            continue
        effort.decide(0.0)
        page.locator(f"ol.cues > li[data-cue='{index}']").focus()
        effort.press(page, "Enter")
        page.wait_for_selector("ol.cues textarea")
        for first, last in reversed(runs):
            text = page.locator("ol.cues textarea").input_value()
            starts, at = [], 0
            for word in text.split():
                at = text.index(word, at)
                starts.append((at, at + len(word)))
                at += len(word)
            right = " ".join(one.right for one in cue[first:last] if one.right.strip())
            end = starts[last][0] if not right and last < len(starts) else starts[last - 1][1]
            page.evaluate(SELECT, [0, starts[first][0], end])
            effort.point()
            if right:
                effort.write(page, right)
            else:
                effort.press(page, "Delete")
            cue[first:last] = [Told(one, one) for one in right.split()]
        effort.press(page, "Enter")
        page.keyboard.press("Escape")
        page.wait_for_function("() => !/…/.test(document.querySelector('#status').textContent)")
    effort.wrong = _wrong(told)


def _wrong_runs(cue: Sequence[Told]) -> list[tuple[int, int]]:
    """(first, behind the last) of words that are wrong side by side."""
    runs: list[tuple[int, int]] = []
    for place, one in enumerate(cue):
        if not one.is_right:
            if runs and runs[-1][1] == place:
                runs[-1] = (runs[-1][0], place + 1)
            else:
                runs.append((place, place + 1))
    return runs


def _spell_check(told: Sequence[Sequence[Told]], knows: Any, kept: KeptReview) -> Effort:
    effort, names = Effort(), {word for name in kept.names for word in name.split()}
    for cue in told:
        for one in cue:
            is_shown = not knows(one.text) and one.text.strip(".,!?") not in names
            if is_shown:
                effort.decide(BEFORE_S + AFTER_S + 0.4)
                effort.keys += 1 if one.is_right else len(one.right) + 1
                effort.seconds += KEY_S * (1 if one.is_right else len(one.right) + 1)
            if not one.is_right and not (is_shown and one.right.strip()):
                effort.wrong += max(len(folded(one.right)), 1)
    return effort


def _check(project: Path, told: Sequence[Sequence[Told]]) -> None:
    """What the file says is what the editor meant."""
    found = [folded(" ".join(cue)) for cue in _cues(project)]
    meant = [folded(" ".join(one.text for one in cue)) for cue in told]
    different = [(one, other) for one, other in zip(found, meant, strict=False) if one != other]
    if len(found) != len(meant) or different:
        sys.exit(f"The file is not what was typed: {different[:3]}")


def _print(table: Table, minutes: Sequence[float], words: Sequence[int], names: Sequence[str]) -> None:
    print(f"{len(names)} made meetings, {sum(minutes):.0f} min, {sum(words)} words, as base heard them")
    print(f"  {'':<20} {'minutes an hour':>16} {'decisions an hour':>18} {'keys an hour':>13} {'wrong of 100 words':>19}")
    hours = sum(minutes) / 60
    for way, efforts in table.ways.items():
        seconds, wrong = sum(one.seconds for one in efforts), sum(one.wrong for one in efforts)
        decisions, keys = sum(one.decisions for one in efforts), sum(one.keys for one in efforts)
        print(
            f"  {way:<20} {seconds / 60 / hours:16.0f} {decisions / hours:18.0f} {keys / hours:13.0f}"
            f" {100 * wrong / sum(words):19.1f}"
        )
    for way in ("doubts, read along", "read along"):
        each = [
            f"{name} {one.seconds / 60 / (took / 60):.0f}"
            for name, one, took in zip(names, table.ways[way], minutes, strict=True)
        ]
        print(f"  minutes an hour, {way}: {', '.join(each)}")


if __name__ == "__main__":
    main(sys.argv[1:])
