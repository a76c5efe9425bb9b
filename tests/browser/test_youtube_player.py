"""A page that embeds the video from YouTube, as a visitor meets it; here YouTube is a page of our own that speaks as it does."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from tests.browser.conftest import Site, Visit
from tests.browser.serving import STRICT, serve
from tests.browser.test_website import NOW, WINDOWS, middle_s
from tests.publish.made_meeting import CHAPTERS, CUES, MEETING, material
from tests.sampling import sampled
from vbn_video.publish.ledger import Ledger
from vbn_video.publish.publication import YoutubeVideo
from vbn_video.publish.website.site import publish_to_website
from vbn_video.settings.preset import Website

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Route

pytestmark = pytest.mark.browser

ID = "dQw4w9-gX_Q"
YOUTUBE = "https://www.youtube-nocookie.com/"
PLAYER = (Path(__file__).parent / "youtube.html").read_text(encoding="utf-8")
WITH_FRAMES = f"{STRICT}; frame-src {YOUTUBE}"
BUTTON, LINK, REFUSED = "button.start", "a.start", ".refused"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A media folder with one meeting whose page embeds, and the meeting's folder in it."""
    made = tmp_path_factory.mktemp("hjemmeside ø")
    (made / "site").mkdir()
    wanted = material(made / "made")
    website = Website(media_dir=str(made / "site"), player="youtube")
    video = YoutubeVideo(ID, f"https://youtu.be/{ID}", wanted.content, wanted.timing)
    published = publish_to_website(wanted, Ledger(made / "a.json"), website, lambda event: None, youtube=video)
    return made / "site", published.id


@pytest.fixture(scope="module")
def site(folder: tuple[Path, str]) -> Iterator[Site]:
    """Served by a host that lets YouTube's player in, and nothing else from outside."""
    with serve(folder[0], WITH_FRAMES) as url:
        yield Site(folder[0], url, folder[1])


@pytest.fixture(scope="module")
def strict_site(folder: tuple[Path, str]) -> Iterator[Site]:
    """Served by a host that lets nothing in from outside."""
    with serve(folder[0]) as url:
        yield Site(folder[0], url, folder[1])


@pytest.fixture
def youtube(visit: Visit) -> Visit:
    """The visit, with a player behind YouTube's address."""
    visit.page.context.route(f"{YOUTUBE}**", lambda route: route.fulfill(content_type="text/html", body=PLAYER))
    return visit


def frame_of(visit: Visit) -> "Frame":
    """YouTube's player, when it has been spoken to."""
    visit.page.wait_for_selector("iframe")
    element = visit.page.query_selector("iframe")
    frame = element.content_frame() if element else None
    assert frame
    frame.wait_for_function("() => window.obeyed && window.obeyed.length > 0")
    return frame


def asked_of_others(visit: Visit, site: Site) -> list[str]:
    return [url for url in visit.requests if not url.startswith((site.url, "data:"))]


def test_nothing_is_asked_of_youtube_before_the_visitor_asks(site: Site, youtube: Visit) -> None:
    youtube.page.goto(site.page, wait_until="networkidle")
    youtube.page.hover(BUTTON)
    assert asked_of_others(youtube, site) == []
    assert youtube.page.is_visible("text=som sætter cookies") and not youtube.page.is_visible(LINK)
    youtube.page.click(BUTTON)
    frame_of(youtube)
    assert [url.partition("?")[0] for url in asked_of_others(youtube, site)] == [f"{YOUTUBE}embed/{ID}"]
    assert youtube.complaints == []


def test_the_frame_is_named_fills_the_place_of_the_still_and_shows_danish_captions(site: Site, youtube: Visit) -> None:
    youtube.page.goto(site.page)
    still = youtube.page.locator("youtube-player img").bounding_box()
    youtube.page.click(BUTTON)
    asked = parse_qs(frame_of(youtube).evaluate("() => location.search")[1:])
    assert asked["cc_load_policy"] == ["1"] and asked["cc_lang_pref"] == ["da"] and asked["hl"] == ["da"]
    assert asked["origin"] == [site.url.rstrip("/")]
    frame = youtube.page.locator("iframe")
    assert frame.bounding_box() == still
    assert frame.get_attribute("title") == f"{MEETING.title} – YouTube"
    assert "fullscreen" in (frame.get_attribute("allow") or "")
    assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"


@pytest.mark.parametrize("visit", sampled(WINDOWS, [0, 3]), indirect=True, ids=json.dumps)
@pytest.mark.parametrize("state", ["before", "playing", "refused"])
def test_axe_finds_nothing_against_the_law(state: str, site: Site, strict_site: Site, youtube: Visit) -> None:
    youtube.page.goto((strict_site if state == "refused" else site).page)
    if state != "before":
        youtube.page.click(BUTTON)
    if state == "playing":
        frame_of(youtube).evaluate(f"() => reach({middle_s(5)})")
        youtube.page.wait_for_function(f"() => ({NOW})().length > 0")
    if state == "refused":
        youtube.page.wait_for_selector(f"{REFUSED}:not(:empty)")
    assert youtube.violations() == []


@pytest.mark.parametrize("width", sampled([320, 390, 700, 1000, 1280], [0, 3]))
def test_no_window_scrolls_sideways_and_all_is_large_enough_for_a_thumb(width: int, site: Site, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.page.goto(site.page)
    assert visit.page.evaluate("() => document.documentElement.scrollWidth") <= width
    sizes = visit.page.evaluate(
        """() => Array.from(document.querySelectorAll(".sign, .actions a"), element => element.getBoundingClientRect().toJSON())
            .filter(box => box.width).map(box => Math.min(box.width, box.height))"""
    )
    assert len(sizes) == 4 and min(sizes) >= 44


def test_a_chapter_loads_the_player_there_and_the_next_one_moves_it(site: Site, youtube: Visit) -> None:
    youtube.page.goto(site.page)
    youtube.page.click(f".chapters >> text={CHAPTERS[3].title}")
    frame = frame_of(youtube)
    frame.wait_for_function("() => window.obeyed.length >= 3")
    start_s = CHAPTERS[3].start_us / 1e6
    assert parse_qs(frame.evaluate("() => location.search")[1:])["start"] == [str(int(start_s))]
    assert frame.evaluate("() => window.obeyed.slice(-2)") == [["seekTo", start_s, True], ["playVideo"]]
    youtube.page.wait_for_selector(".chapters a[aria-current='true']")
    assert youtube.page.text_content(".chapters a[aria-current='true'] .name") == CHAPTERS[3].title
    time = youtube.page.locator(".paragraph .time").nth(2)
    time.focus()
    youtube.page.keyboard.press("Enter")
    frame.wait_for_function("() => window.obeyed.length >= 5")
    wanted = float(time.get_attribute("data-time") or 0)
    assert frame.evaluate("() => window.obeyed.slice(-2)") == [["seekTo", wanted, True], ["playVideo"]]
    assert time.evaluate("element => element === document.activeElement"), "who reads stays where they read"
    assert len(youtube.page.frames) == 2 and youtube.page.url == site.page


def test_the_transcript_follows_what_youtube_plays(site: Site, youtube: Visit) -> None:
    youtube.page.goto(site.page)
    youtube.page.click(BUTTON)
    frame = frame_of(youtube)
    frame.evaluate(f"() => reach({middle_s(5)})")
    youtube.page.wait_for_function(f"() => ({NOW})().length > 0")
    assert youtube.page.evaluate(NOW) == ["Mange ledere venter for længe, før de tager samtalen."]
    frame.evaluate(f"() => reach({middle_s(31)})")
    youtube.page.wait_for_function(f"() => ({NOW})().join().startsWith('Tak for i dag')")
    assert youtube.complaints == []


def test_a_frame_whose_page_is_slow_to_come_is_not_spoken_to_before(site: Site, visit: Visit) -> None:
    def slowly(route: "Route") -> None:
        visit.page.wait_for_timeout(800)
        route.fulfill(content_type="text/html", body=PLAYER)

    visit.page.context.route(f"{YOUTUBE}**", slowly)
    visit.page.goto(site.page)
    visit.page.click(BUTTON)
    frame_of(visit)
    assert visit.complaints == []


def test_what_others_say_in_the_players_name_moves_nothing(site: Site, youtube: Visit) -> None:
    youtube.page.goto(site.page)
    youtube.page.evaluate(
        """() => {
            window.times = [];
            const player = document.querySelector("youtube-player");
            player.addEventListener("timeupdate", () => window.times.push(player.currentTime));
        }"""
    )
    youtube.page.click(BUTTON)
    frame = frame_of(youtube)
    youtube.page.evaluate(
        "said => window.postMessage(said, '*')", json.dumps({"event": "infoDelivery", "info": {"currentTime": 9}})
    )
    for text in ("{", "null", "3", "[]", '{"info": {"currentTime": "later"}}', '{"info": {"volume": 3}}', '{"event": "x"}'):
        frame.evaluate("text => page.source.postMessage(text, page.origin)", text)
    frame.evaluate("() => page.source.postMessage({currentTime: 8}, page.origin)")
    frame.evaluate("() => reach(7)")
    youtube.page.wait_for_function("() => window.times.includes(7)")
    assert youtube.page.evaluate("() => window.times") == [0, 7]
    assert youtube.complaints == []


def test_by_keyboard_the_button_leads_into_the_player(site: Site, youtube: Visit) -> None:
    youtube.page.goto(site.page)
    described = "() => document.getElementById(document.activeElement.getAttribute('aria-describedby') || 'x')?.textContent || ''"
    for _key in range(4):
        youtube.page.keyboard.press("Tab")
        if "cookies" in youtube.page.evaluate(described):
            break
    assert youtube.page.evaluate("() => document.activeElement.textContent.trim()") == "Afspil på siden"
    youtube.page.keyboard.press("Enter")
    frame_of(youtube)
    assert youtube.page.evaluate("() => document.activeElement.tagName") == "IFRAME"


def usable_link(visit: Visit) -> None:
    """Without the player there is the link, and every time leads to YouTube."""
    visit.page.wait_for_selector(f"{REFUSED}:not(:empty)")
    assert visit.page.get_attribute(LINK, "href") == f"https://www.youtube.com/watch?v={ID}"
    assert visit.page.is_visible(LINK) and not visit.page.is_visible(BUTTON) and not visit.page.query_selector("iframe")
    visit.page.context.route("https://www.youtube.com/**", lambda route: route.fulfill(body="YouTube"))
    visit.page.click(f".chapters >> text={CHAPTERS[3].title}")
    visit.page.wait_for_url(f"https://www.youtube.com/watch?v={ID}&t={CHAPTERS[3].start_us // 1_000_000}s")


def test_a_host_that_lets_no_frame_in_leaves_the_link(strict_site: Site, youtube: Visit) -> None:
    youtube.page.goto(strict_site.page)
    youtube.page.click(BUTTON)
    youtube.page.wait_for_selector(f"{REFUSED}:not(:empty)")
    assert youtube.page.evaluate("() => document.activeElement.className") == "start"
    usable_link(youtube)


def test_a_video_that_youtube_will_not_show_here_leaves_the_link(site: Site, youtube: Visit) -> None:
    youtube.page.goto(site.page)
    youtube.page.click(BUTTON)
    frame_of(youtube).evaluate("() => tell({event: 'onError', info: 153})")
    usable_link(youtube)


@pytest.mark.parametrize("answer", [lambda route: route.abort(), lambda route: route.fulfill(body="no"), lambda route: None])
def test_a_player_that_never_answers_leaves_the_link(answer: Callable[[object], None], site: Site, visit: Visit) -> None:
    visit.page.context.route(f"{YOUTUBE}**", answer)
    visit.page.clock.install()
    visit.page.goto(site.page)
    visit.page.click(BUTTON)
    visit.page.wait_for_selector("iframe")
    visit.page.clock.fast_forward(16_000)
    usable_link(visit)


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_without_script_the_still_is_a_link_and_so_is_every_time(site: Site, visit: Visit) -> None:
    visit.page.goto(site.page)
    assert visit.page.is_visible(LINK) and not visit.page.is_visible(BUTTON) and not visit.page.is_visible(".cookies")
    assert visit.page.get_attribute(LINK, "href") == f"https://www.youtube.com/watch?v={ID}"
    chapter = visit.page.locator(".chapters a").nth(3).get_attribute("href")
    assert chapter == f"https://www.youtube.com/watch?v={ID}&t={CHAPTERS[3].start_us // 1_000_000}s"
    assert all(line in (visit.page.text_content("body") or "") for cue in CUES for line in cue.lines)
    assert asked_of_others(visit, site) == []


def test_from_a_folder_without_a_server_there_is_the_link(site: Site, visit: Visit) -> None:
    visit.page.goto(site.file_page)
    assert visit.page.is_visible(LINK) and not visit.page.is_visible(BUTTON)
    assert all(url.startswith(("file:", "data:")) for url in visit.requests)
    assert visit.complaints == []
