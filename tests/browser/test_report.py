"""The report in a browser: legible by WCAG, at a wide and a narrow window, in light and dark; fetches nothing."""

from dataclasses import replace

import pytest

from tests.browser.conftest import AXE
from tests.report.cases import CUES, KEPT, S, case
from tests.sampling import sampled
from vbn_video.decisions import CaptionNotes, Cue, Side, TextChange, Unavoidable, Violation
from vbn_video.formats.base import ParsedCaptions
from vbn_video.report.page.contact_sheet import Join, Still
from vbn_video.report.page.report_page import Heading, report_html
from vbn_video.report.rules.judge import judge

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
POSITIONS = ("before-1", "before-0", "after-0", "after-1")
LONG = "En meget lang titel om Æblegrød & alt_det_der_kan_gå_galt_i_en_optagelse_uden_et_eneste_mellemrum"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> str:
    """A report with everything in it: findings of both kinds, joins, violations, a title that does not end."""
    fast = Cue(10 * S, 12 * S, ("Her står der alt for meget tekst,", "som ingen kan nå at læse."))
    of = case(
        container={"whole": False},
        plan={"kept": (replace(KEPT[0], start_side=Side("small talk before", 0.3)), KEPT[1])},
        captions=ParsedCaptions((fast, *CUES[5:])),
        notes=CaptionNotes(
            (
                TextChange(70 * S, 71 * S, "glossary", "Grønå", "Grenaa", certain=False),
                TextChange(72 * S, 73 * S, "filler", "øh", ""),
            ),
            (Violation(10 * S, "reading speed", 28, 17, Unavoidable(10 * S, 12 * S, 56, 2 * S, 17)),),
        ),
    )
    stills = tuple(Still(3 * S, position, position, PIXEL, 320, 180) for position in POSITIONS)
    joins = (Join(4 * S, "Intro → talk", stills), Join(304 * S, "Cut", stills))
    page = report_html(of, judge(of), "ab" * 32, Heading(LONG, "base", "faster-whisper", "dansk-web"), joins)
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize(("width", "scheme"), sampled([(w, s) for w in (1280, 800, 390) for s in ("light", "dark")], [1, 4]))
def test_axe_finds_nothing_and_nothing_runs_off_the_side(chromium, report, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(run => run.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert found == []
    assert wide <= width
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_a_place_leads_to_that_second_of_the_video(chromium, report):
    page = chromium.new_page()
    page.goto(report)
    links = page.eval_on_selector_all("h3 a", "links => links.map(link => link.getAttribute('href'))")
    page.close()
    assert links == ["video.mp4#t=4", "video.mp4#t=304"]


@pytest.mark.parametrize("colours", ["none", "active"])
def test_a_verdicts_mark_is_no_box_to_be_ticked(chromium, report, colours):
    """A tick, or a sign within its border; also where the browser takes the colours away."""
    context = chromium.new_context(forced_colors=colours)
    page = context.new_page()
    page.goto(report)
    script = """marks => marks.map(mark => {
        const style = getComputedStyle(mark, "::before");
        const sides = ["Top", "Right", "Bottom", "Left"].filter(side => parseFloat(style[`border${side}Width`]) > 0);
        return [mark.className.split(" ")[1], style.content.replace(/"/g, "")[0] ?? "", sides.length];
    })"""
    marks = page.eval_on_selector_all(".mark", script)
    context.close()
    assert {kind for kind, _sign, _sides in marks} == {"look", "note", "fine"}
    assert {(kind, sign) for kind, sign, _sides in marks if kind != "fine"} == {("look", "!"), ("note", "i")}
    assert [(sign, sides) for _kind, sign, sides in marks if sides == 4 and not sign] == []
