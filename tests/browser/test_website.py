"""The published page as a visitor meets it: it plays, it is captioned, everybody can use it, and it tells nobody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Site, Visit
from tests.browser.serving import STRICT, serve
from tests.browser.webkit import WebKit
from tests.publish.made_meeting import CHAPTERS, CUES, DURATION_US
from tests.sampling import sampled

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WINDOWS = [{"viewport": size, "color_scheme": scheme} for size in (WIDE, NARROW) for scheme in ("light", "dark")]
WITHOUT_DATA = STRICT.replace(" data:", "")
VIDEO = "document.querySelector('video')"
SHOWN_CUES = """() => Array.from(document.querySelector("video").textTracks)
    .filter(track => track.kind === "captions" && track.mode === "showing")
    .flatMap(track => Array.from(track.activeCues || [], cue => cue.text))"""
HAS_CUES = """() => Array.from(document.querySelector("video").textTracks)
    .some(track => track.kind === "captions" && track.mode === "showing" && track.cues && track.cues.length)"""
NOW = "() => Array.from(document.querySelectorAll('.pane span.now'), element => element.textContent)"


def middle_s(index: int) -> float:
    return (CUES[index].start_us + CUES[index].end_us) / 2e6


def test_the_video_plays(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    visit.page.evaluate("() => { const video = document.querySelector('video'); video.muted = true; return video.play(); }")
    visit.page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    assert visit.page.evaluate("() => Math.round(document.querySelector('video').duration)") == 124
    assert visit.complaints == []


@pytest.mark.parametrize("rules", [STRICT, WITHOUT_DATA])
def test_webkit_shows_the_caption_of_the_moment_whatever_the_file_itself_holds(rules: str, site: Site, webkit: WebKit) -> None:
    with serve(site.folder, rules) as url:
        webkit.goto(f"{url}{site.slug}/index.html")
        webkit.wait_for(
            "document.querySelector('video').readyState > 0 && document.querySelector('video').textTracks.length === 4"
        )
        webkit.wait_for(f"({HAS_CUES})()")  # those that come after a seek WebKit shows only when it plays on
        webkit.evaluate(f"document.querySelector('video').currentTime = {middle_s(5)}")
        assert webkit.wait_for(f"({SHOWN_CUES})().length && ({SHOWN_CUES})()") == ["\n".join(CUES[5].lines)]


def test_under_rules_that_forbid_data_captions_come_from_the_file_beside_the_page(site: Site, visit: Visit) -> None:
    with serve(site.folder, WITHOUT_DATA) as url:
        visit.page.goto(f"{url}{site.slug}/index.html")
        visit.seek(middle_s(5))
        visit.page.wait_for_function(f"() => ({SHOWN_CUES})().length > 0")
    assert visit.page.evaluate(SHOWN_CUES) == ["\n".join(CUES[5].lines)]
    assert f"{url}{site.slug}/captions.da.vtt" in visit.requests


def test_a_player_that_asks_for_the_small_pictures_is_told_which_of_them_is_when(site: Site, visit: Visit) -> None:
    with serve(site.folder, STRICT) as url:
        visit.page.goto(f"{url}{site.slug}/index.html", wait_until="networkidle")
        assert not any("storyboard" in address for address in visit.requests)  # the browser's own player has no use for them
        thumbnails = f"Array.from({VIDEO}.textTracks).find(track => track.label === 'thumbnails')"
        visit.page.evaluate(f"() => {{ {thumbnails}.mode = 'hidden'; }}")
        visit.page.wait_for_function(f"() => ({thumbnails}.cues || []).length > 0")
        cues = visit.page.evaluate(f"() => Array.from({thumbnails}.cues, cue => [cue.startTime, cue.endTime, cue.text])")
        assert cues[0][0] == 0 and cues[-1][1] == DURATION_US / 1e6 and len(cues) > 3
        image = cues[0][2].partition("#xywh=")[0]
        assert (site.folder / site.slug / image).is_file()
    assert visit.complaints == []


@pytest.mark.parametrize("index", sampled([0, 5, 20, 31], [1]))
def test_the_caption_of_the_moment_is_shown(index: int, site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    visit.seek(middle_s(index))
    visit.page.wait_for_function(f"() => ({SHOWN_CUES})().length > 0")
    (text,) = visit.page.evaluate(SHOWN_CUES)
    assert text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">") == "\n".join(CUES[index].lines)


def test_nothing_is_asked_of_anybody_outside_the_folder(site: Site, visit: Visit) -> None:
    for address in (site.page, site.url + "index.html"):
        visit.page.goto(address, wait_until="networkidle")
    assert visit.requests
    assert [url for url in visit.requests if not url.startswith((site.url, "data:"))] == []
    assert visit.complaints == []


@pytest.mark.parametrize("visit", sampled(WINDOWS, [0, 3]), indirect=True, ids=json.dumps)
@pytest.mark.parametrize("name", ["meeting", "catalogue"])
def test_axe_finds_nothing_against_the_law(name: str, site: Site, visit: Visit) -> None:
    visit.page.goto(site.page if name == "meeting" else site.url + "index.html")
    if name == "meeting":
        visit.seek(middle_s(5))
        visit.page.wait_for_function(f"() => ({NOW})().length > 0")
    assert visit.violations() == []


@pytest.mark.parametrize("width", sampled([320, 390, 700, 1000, 1280], [0, 3]))
def test_no_window_scrolls_sideways(width: int, site: Site, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": width, "height": 800})
    for address in (site.page, site.url + "index.html"):
        visit.page.goto(address)
        assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_what_is_to_be_pressed_is_large_enough_for_a_thumb(site: Site, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.page.goto(site.page)
    sizes = visit.page.evaluate(
        """() => Array.from(document.querySelectorAll("nav a, .actions a, .chapters a, .links a, .paragraph .time"), element => {
            const box = element.getBoundingClientRect();
            return [element.textContent.trim(), Math.round(Math.min(box.height, box.width) * 10) / 10];
        })"""
    )
    assert len(sizes) > 10
    assert [size for size in sizes if size[1] < 44] == []


def test_player_and_transcript_stand_side_by_side_where_there_is_room(site: Site, visit: Visit) -> None:
    boxes = "() => ['video', '.transcript'].map(name => document.querySelector(name).getBoundingClientRect().toJSON())"
    visit.page.goto(site.page)
    video, transcript = visit.page.evaluate(boxes)
    assert transcript["left"] >= video["right"] and abs(transcript["top"] - video["top"]) < 2
    visit.page.set_viewport_size({"width": 390, "height": 844})
    video, transcript = visit.page.evaluate(boxes)
    assert transcript["top"] >= video["bottom"]
    assert (video["left"], video["width"]) == (0, 390), "edge to edge on a telephone"


def test_a_chapter_moves_the_player_and_is_marked(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    visit.page.click(f".chapters >> text={CHAPTERS[3].title}")
    visit.page.wait_for_function(f"() => document.querySelector('video').currentTime >= {CHAPTERS[3].start_us / 1e6}")
    marked = ".chapters a[aria-current='true'] .name"
    visit.page.wait_for_selector(marked)
    assert visit.page.text_content(marked) == CHAPTERS[3].title
    assert visit.page.evaluate("() => !document.querySelector('video').paused")
    assert visit.complaints == []


def test_the_transcript_marks_the_sentence_that_is_said_and_follows_it(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    visit.seek(middle_s(5))
    visit.page.wait_for_function(f"() => ({NOW})().length > 0")
    assert visit.page.evaluate(NOW) == ["Mange ledere venter for længe, før de tager samtalen."]
    visit.seek(middle_s(31))
    visit.page.wait_for_function(f"() => ({NOW})().join().startsWith('Tak for i dag')")
    inside = """() => {
        const pane = document.querySelector(".pane").getBoundingClientRect();
        const now = document.querySelector("span.now").getBoundingClientRect();
        return now.top >= pane.top && now.bottom <= pane.bottom && window.scrollY === 0;
    }"""
    assert visit.page.evaluate(inside), "the pane moves, the page does not"


def test_a_transcript_that_the_person_moved_stays_where_it_is(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    visit.page.hover(".pane")
    visit.page.mouse.wheel(0, 120)
    visit.page.wait_for_function("() => document.querySelector('.pane').scrollTop === 120")
    visit.seek(middle_s(31))
    visit.page.wait_for_function(f"() => ({NOW})().join().startsWith('Tak for i dag')")
    assert visit.page.evaluate("() => document.querySelector('.pane').scrollTop") == 120


def test_a_time_in_the_transcript_works_by_keyboard(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    time = visit.page.locator(".paragraph .time").nth(3)
    time.focus()
    visit.page.keyboard.press("Enter")
    wanted = float(time.get_attribute("data-time") or 0)
    visit.page.wait_for_function(f"() => document.querySelector('video').currentTime >= {wanted}")


def test_the_first_key_leads_past_the_header(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("() => document.activeElement.className") == "skip"
    assert visit.page.evaluate("() => document.activeElement.getBoundingClientRect().top") >= 0
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("() => document.activeElement.id") == "content"


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_without_script_everything_is_there_and_times_lead_to_their_place_in_the_page(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    for line in (line for cue in CUES for line in cue.lines):
        assert line in (visit.page.text_content("body") or "")
    assert visit.page.locator("video[controls]").count() == 1
    visit.page.locator(".chapters a").nth(3).click()
    assert visit.page.url == f"{site.page}#t={CHAPTERS[3].start_us / 1e6:g}"
    assert visit.page.text_content(":target") == CHAPTERS[3].title
    assert visit.page.locator("nav a").get_attribute("href") == "../index.html"


@pytest.mark.parametrize("visit", sampled([{"viewport": size} for size in (WIDE, NARROW)], [1]), indirect=True, ids=json.dumps)
def test_an_address_that_was_passed_on_begins_the_video_there(site: Site, visit: Visit) -> None:
    visit.page.goto(f"{site.page}#t={CHAPTERS[4].start_us / 1e6:g}", wait_until="load")
    visit.page.wait_for_function(f"() => {VIDEO}.currentTime === {CHAPTERS[4].start_us / 1e6:g}")
    visit.page.wait_for_function(f"() => {VIDEO}.getBoundingClientRect().top >= 0")
    assert visit.page.evaluate(f"() => {VIDEO}.getBoundingClientRect().bottom <= innerHeight")


@pytest.mark.parametrize("visit", [{"viewport": NARROW, "has_touch": True}], indirect=True, ids=json.dumps)
def test_a_tap_on_a_time_deep_in_the_transcript_keeps_the_readers_place_and_brings_the_player(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    time = visit.page.locator(".paragraph .time").nth(7)
    time.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - innerHeight * 0.6)")
    before = time.bounding_box()
    time.tap()
    visit.page.wait_for_function(f"() => {VIDEO}.currentTime >= {float(time.get_attribute('data-time') or 0)}")
    assert time.bounding_box() == before
    assert visit.page.evaluate(f"() => {VIDEO}.getBoundingClientRect().top") == 0
    visit.page.evaluate(f"() => {VIDEO}.pause()")
    visit.page.wait_for_function(f"() => {VIDEO}.getBoundingClientRect().bottom < 0")
    assert time.bounding_box() == before


@pytest.mark.parametrize("visit", [{"viewport": NARROW, "has_touch": True}], indirect=True, ids=json.dumps)
@pytest.mark.parametrize("broken", ["it is not there", "it is no video"])
def test_a_time_leads_to_its_place_in_the_page_where_the_video_can_not_be_played(broken: str, site: Site, visit: Visit) -> None:
    answer = {"status": 404} if broken == "it is not there" else {"content_type": "video/mp4", "body": "no video"}
    visit.page.route("**/*.mp4", lambda route: route.fulfill(**answer))
    visit.page.goto(site.page, wait_until="load")
    visit.page.wait_for_function(f"() => {VIDEO}.networkState === {VIDEO}.NETWORK_NO_SOURCE || {VIDEO}.error")
    visit.page.evaluate("() => addEventListener('hashchange', () => { window.followed = true; })")  # heard after the page
    visit.page.locator(".paragraph .time").nth(7).tap()
    visit.page.wait_for_function("() => window.followed")
    assert visit.page.evaluate("() => scrollY > 500")
    assert visit.page.evaluate("() => document.querySelector(':target').getBoundingClientRect().top < innerHeight")


@pytest.mark.parametrize("visit", [{"viewport": NARROW, "forced_colors": "active"}], indirect=True, ids=json.dumps)
def test_where_the_system_chooses_the_colours_the_sentence_and_the_chapter_of_now_are_marked(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    visit.seek(middle_s(5))
    visit.page.wait_for_function(f"() => ({NOW})().length > 0")
    grounds = """names => names.map(name => getComputedStyle(document.querySelector(name)).backgroundColor)"""
    now, other = visit.page.evaluate(grounds, ["span.now", ".pane span[data-start]:not(.now)"])
    assert now != other and now not in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    edges = visit.page.evaluate("""() => Array.from(document.querySelectorAll(".paragraph"), element =>
        [element.classList.contains("now"), getComputedStyle(element).borderLeftColor])""")
    assert len({edge for is_now, edge in edges if is_now} ^ {edge for is_now, edge in edges if not is_now}) == 2
    marks = """() => Array.from(document.querySelectorAll(".chapters a"), link => getComputedStyle(link).outlineStyle)"""
    assert visit.page.evaluate(marks) == ["none", "solid", "none", "none", "none"]


@pytest.mark.parametrize("width", sampled([320, 360, 390, 430, 1280], [2]))
def test_nothing_moves_when_the_letters_come(width: int, site: Site, visit: Visit) -> None:
    """At most 0.1 of the window (web.dev, Cumulative Layout Shift: good)."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visit.page.route("**/*.woff2", hold)
    visit.page.set_viewport_size({"width": width, "height": 844})
    visit.page.goto(site.page, wait_until="commit")
    visit.page.wait_for_function(f"() => {VIDEO}?.readyState > 0 && performance.getEntriesByType('paint').length > 1")
    assert len(held) == 1
    held[0].continue_()
    visit.page.wait_for_function("() => document.fonts.check('18px \"Atkinson Hyperlegible Next\"')")
    moved = visit.page.evaluate(
        """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
            new PerformanceObserver(seen => done(seen.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
                .observe({type: "layout-shift", buffered: true});
            setTimeout(() => done(0), 200);
        })))"""
    )
    assert moved <= 0.1


def test_it_works_from_the_folder_without_any_server(site: Site, visit: Visit) -> None:
    visit.page.goto(site.file_page)
    visit.seek(middle_s(5))
    visit.page.wait_for_function(f"() => ({SHOWN_CUES})().length > 0")
    assert visit.page.evaluate(SHOWN_CUES) == ["\n".join(CUES[5].lines)]
    visit.page.wait_for_function(f"() => ({NOW})().length > 0")
    visit.page.wait_for_function("() => document.fonts.check('18px \"Atkinson Hyperlegible Next\"')")
    assert all(url.startswith(("file:", "data:")) for url in visit.requests)
    assert visit.complaints == []
    visit.page.click("nav a")
    visit.page.click("text=Turisme på Djursland")
    assert visit.page.text_content("h1") == "Turisme på Djursland"


def test_the_letters_are_our_own(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page, wait_until="networkidle")
    loaded = visit.page.evaluate("() => Array.from(document.fonts, font => [font.family.replaceAll('\"', ''), font.status])")
    assert ["Atkinson Hyperlegible Next", "loaded"] in loaded
    assert sum(".woff2" in url for url in visit.requests) == 1, "the font is asked for once"


def test_captions_stay_shown_until_a_person_hides_them(site: Site, visit: Visit) -> None:
    """WebKit chooses anew when the file's own text track arrives."""
    visit.page.goto(site.page)
    track = "Array.from(document.querySelector('video').textTracks).find(track => track.kind === 'captions')"
    visit.page.evaluate(f"() => {{ {track}.mode = 'disabled'; }}")
    visit.page.wait_for_function(f"() => {track}.mode === 'showing'")
    visit.page.keyboard.press("Tab")
    visit.page.evaluate(f"() => {{ {track}.mode = 'disabled'; }}")
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate(f"() => {track}.mode") == "disabled"
