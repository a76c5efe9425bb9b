"""The report in a browser: legible by WCAG, at a wide and a narrow window, in light and dark; fetches nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.report.cases import CUES, KEPT, S, case
from vbn_video.decisions import Cue, Side
from vbn_video.plan.vtt import ParsedVtt
from vbn_video.report.contact_sheet import Join, Still
from vbn_video.report.page import Heading, report_html
from vbn_video.report.rules import judge

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
POSITIONS = ("before-1", "before-0", "after-0", "after-1")
LONG = "En meget lang titel om Æblegrød & alt_det_der_kan_gå_galt_i_en_optagelse_uden_et_eneste_mellemrum"

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> str:
    """A report with everything in it: findings of both kinds, joins, offences, a title that does not end."""
    fast = Cue(10 * S, 12 * S, ("Her står der alt for meget tekst,", "som ingen kan nå at læse."))
    of = case(
        container={"whole": False},
        plan={"kept": (replace(KEPT[0], start_side=Side("small talk before", 0.3)), KEPT[1])},
        captions=ParsedVtt((fast, *CUES[5:])),
    )
    stills = tuple(Still(3 * S, position, position, PIXEL, 320, 180) for position in POSITIONS)
    joins = (Join(4 * S, "Intro → talk", stills), Join(304 * S, "Cut", stills))
    page = report_html(of, judge(of), "ab" * 32, Heading(LONG, "base", "faster-whisper", "dansk-web"), joins)
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 800, 390])
def test_axe_finds_nothing_and_nothing_runs_off_the_side(browser, report, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
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


def test_a_place_leads_to_that_second_of_the_video(browser, report):
    page = browser.new_page()
    page.goto(report)
    links = page.eval_on_selector_all("h3 a", "links => links.map(link => link.getAttribute('href'))")
    page.close()
    assert links == ["video.mp4#t=4", "video.mp4#t=304"]
