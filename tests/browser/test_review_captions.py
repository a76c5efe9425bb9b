"""The captions' place in the browser: what is typed is in the file, whatever becomes of the page; by keys alone; by the law."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from tests.browser.review_visit import Reviewed, reviewed
from tests.workplace import Workplace
from vbn_video.formats.vtt import parse_vtt

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def review(unpublished: Workplace, chromium) -> Iterator[Reviewed]:
    with reviewed(chromium, unpublished.folder, unpublished.project) as page:
        yield page


def lines(review: Reviewed) -> list[str]:
    return [" ".join(cue.lines) for cue in parse_vtt(review.captions).cues]


def test_what_is_typed_into_a_caption_is_in_its_file_before_the_field_is_left(review: Reviewed) -> None:
    before = lines(review)
    review.row.nth(3).click()
    review.page.keyboard.type("Og ")
    review.wait_until_saved()
    assert lines(review) == [*before[:3], "Og " + before[3], *before[4:]]
    assert review.page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_enter_goes_on_to_the_next_caption_and_escape_leaves_it_as_it_was(review: Reviewed) -> None:
    before = lines(review)
    review.row.nth(1).focus()
    review.keys("Enter", "Enter")
    assert review.page.locator("textarea").input_value() == before[2]
    review.page.keyboard.type(" nej")
    review.wait_until_saved()
    review.keys("Escape")
    review.page.wait_for_function(
        "text => document.querySelectorAll('ol.cues > li')[2].textContent.includes(text)", arg=before[2]
    )
    review.page.wait_for_function("() => !document.querySelector('textarea')")
    review.wait_until_saved()
    assert lines(review) == before


def test_a_reload_in_mid_word_keeps_all_that_was_shown_as_saved(review: Reviewed) -> None:
    review.row.nth(3).click()
    review.page.keyboard.type("Og ")
    review.wait_until_saved()
    review.page.keyboard.type("så")
    review.page.reload()
    review.page.wait_for_selector("ol.cues > li")
    assert lines(review)[3].startswith("Og ")
    assert review.row.nth(3).locator(".said").text_content().startswith("Og ")


@pytest.mark.long
@pytest.mark.parametrize("rested_ms", [0, 400])
def test_the_last_words_before_a_reload_are_sent_though_no_rest_has_passed(review: Reviewed, rested_ms: int) -> None:
    review.row.nth(3).click()
    review.page.keyboard.type("Og ")
    review.page.wait_for_timeout(rested_ms)
    review.page.reload()
    review.page.wait_for_function("() => document.querySelectorAll('ol.cues > li')[3]?.textContent.includes('Og ')")
    assert lines(review)[3].startswith("Og ")


def test_undo_goes_back_over_a_reload(review: Reviewed) -> None:
    before = lines(review)
    review.row.nth(0).click()
    review.page.keyboard.type("Godmorgen og ")
    review.keys("Control+Enter")
    review.page.wait_for_function("count => document.querySelectorAll('ol.cues > li').length === count", arg=len(before) + 1)
    review.wait_until_saved()
    review.page.reload()
    review.page.wait_for_selector("ol.cues > li")
    undo = review.page.get_by_role("button", name=re.compile("^Undo"))
    for _step in range(5):
        if lines(review) == before:
            break
        with review.page.expect_response("**/captions/undo"):
            undo.click()
    assert lines(review) == before


def test_a_caption_full_of_markup_is_text(unpublished: Workplace, chromium) -> None:
    path = unpublished.project / "captions.da.vtt"
    text = path.read_text(encoding="utf-8")
    first = parse_vtt(text).cues[0].lines[0]
    path.write_text(text.replace(first, MARKUP.replace("<", "&lt;"), 1), encoding="utf-8")
    with reviewed(chromium, unpublished.folder, unpublished.project) as review:
        assert MARKUP in (review.row.nth(0).text_content() or "")
        assert review.page.locator("main img").count() == 0


@pytest.mark.long
def test_a_change_in_one_tab_is_seen_in_the_other(review: Reviewed) -> None:
    other = review.page.context.new_page()
    other.goto(f"{review.server.session.origins[0]}/#/{review.key}/captions")
    other.wait_for_selector("ol.cues > li")
    review.row.nth(0).click()
    review.page.keyboard.type("Hej. ")
    review.wait_until_saved()
    review.server.desk.watch.look()
    other.wait_for_function("() => document.querySelector('ol.cues > li').textContent.includes('Hej. ')")


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_captions_place_is_after_the_law(unpublished: Workplace, chromium, scheme: str) -> None:
    with reviewed(chromium, unpublished.folder, unpublished.project, color_scheme=scheme) as review:
        assert review.visit.violations() == []
        review.row.nth(2).click()
        assert review.visit.violations() == []
        review.keys("Escape", "Control+h")
        review.page.wait_for_selector("dialog[open]")
        assert review.visit.violations() == []


@pytest.mark.long
def test_the_list_of_keys_opens_by_its_own_key_and_is_after_the_law(review: Reviewed) -> None:
    review.row.nth(0).focus()
    review.keys("Shift+?")
    review.page.wait_for_selector("dialog[open] kbd")
    assert review.visit.violations() == []
    review.keys("Escape")
    review.page.wait_for_selector("dialog", state="detached")


@pytest.mark.long
def test_search_and_replace_shows_each_place_and_changes_what_is_ticked(review: Reviewed) -> None:
    before = lines(review)
    places = [index for index, line in enumerate(before) if re.search(r"\bvi\b", line, re.IGNORECASE)]
    assert len(places) > 1
    review.keys("Control+h")
    review.page.get_by_label("Search for").fill("vi")
    review.page.get_by_label("Replace by").fill("I")
    review.page.get_by_label("Whole words only").check()
    review.page.locator(".previews input").first.uncheck()
    review.page.get_by_role("button", name="Replace where ticked").click()
    review.wait_until_saved()
    after = lines(review)
    assert after[places[0]] == before[places[0]]
    assert after[places[1]] == re.sub(r"(?i)\bvi\b", "I", before[places[1]])


@pytest.mark.long
def test_a_finding_opens_the_caption_that_it_is_about_and_the_doubts_wait(unpublished: Workplace, chromium) -> None:
    cue = parse_vtt((unpublished.project / "captions.da.vtt").read_text(encoding="utf-8")).cues[3]
    finding = {"severity": "look", "rule": "caption offence", "message": "For lang.", "value": None, "limit": None}
    report = {"passed": False, "findings": [finding | {"start": cue.start_us / 1e6}], "content": "a"}
    (unpublished.project / "report.json").write_text(json.dumps(report), encoding="utf-8")
    with reviewed(chromium, unpublished.folder, unpublished.project, place="publish") as review:
        with review.page.expect_response("**/doubts"):
            review.page.locator(".findings a").first.click()
            review.page.wait_for_selector("ol.cues textarea")
        assert review.page.locator("textarea").input_value() == "\n".join(cue.lines)
        assert review.page.evaluate("document.activeElement.closest('li').dataset.cue") == "3"
        assert review.page.locator(".doubts").is_hidden()
        review.page.get_by_role("button", name="1. The doubts").click()
        assert review.page.locator(".doubts").is_visible()


@pytest.mark.long
def test_nonsense_for_a_time_is_said_at_its_field_and_the_dialog_stays(review: Reviewed) -> None:
    review.row.nth(2).click()
    review.page.get_by_role("button", name="Times").click()
    assert review.page.locator("dialog h2").text_content() == "Times"
    review.page.get_by_label("Comes at").fill("i morgen")
    review.keys("Enter")
    review.page.locator("dialog[open] #time-start-wrong").get_by_text("is no time").wait_for()
    assert review.page.get_by_label("Comes at").get_attribute("aria-invalid") == "true"
    assert review.visit.violations() == []


@pytest.mark.long
def test_a_name_stands_only_where_another_one_speaks(unpublished: Workplace, chromium) -> None:
    path = unpublished.project / "captions.da.vtt"
    text, names = path.read_text(encoding="utf-8"), ["Anne", "Anne", "Bo", "Bo"]
    for cue, name in zip(parse_vtt(text).cues, names, strict=False):
        text = text.replace("\n".join(cue.lines), "\n".join(f"<v {name}>{line}" for line in cue.lines), 1)
    path.write_text(text, encoding="utf-8")
    with reviewed(chromium, unpublished.folder, unpublished.project) as review:
        shown = [review.row.nth(index).locator(".speaker").all_text_contents() for index in range(4)]
    assert shown == [["Anne: "], [], ["Bo: "], []]
