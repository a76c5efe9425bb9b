"""From doubt to doubt in the browser: a key chooses, Enter says that it is right, typing replaces, and each can be undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.review_visit import Reviewed, reviewed
from tests.plan.made_evidence import made_evidence
from tests.plan.spoken import spoken
from tests.steps.planned_project import KEEP_ALL_SAID, PlannedProject
from vbn_video.settings.lexicon.danish_lexicon import Knows

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = pytest.mark.browser

SAID = (
    "Vi skal høre om vindmøller i dag. Det er et stort emne for kommunen. Først taler Anne om planen for kysten. "
    "Der står vindmøller mange steder. Bagefter taler Bo om havnen. Til sidst er der tid til spørgsmål."
)
WRONG = {"vindmøller": "vinmølr", "kysten.": "kystn.", "havnen.": "haunn."}


@pytest.fixture
def review(tmp_path: Path, chromium, knows: Knows) -> Iterator[Reviewed]:
    """Captions in which three words were heard wrongly, one of them twice."""
    words = tuple(
        replace(word, text=WRONG[word.text], probability=0.15) if word.text in WRONG else word
        for word in spoken(SAID, 20_000_000)
    )
    made = PlannedProject(tmp_path, made_evidence([(20.0, words[-1].end_us / 1e6, -18.0)], 60))
    made.say(words)
    made.setting(trim=KEEP_ALL_SAID)
    made.run("plan", "caption")
    with reviewed(chromium, tmp_path, made.project.folder) as page:
        page.page.wait_for_selector(".doubts .card:not([hidden])")
        yield page


def doubt(review: Reviewed) -> str:
    return review.page.locator("#doubt mark").text_content() or ""


def go_to(review: Reviewed, text: str) -> None:
    """Skip until the doubt about that word is shown."""
    for _turn in range(20):
        if doubt(review).strip(".,") == text:
            return
        review.keys("PageDown")
    pytest.fail(f"there is no doubt about {text}")


def test_the_field_has_the_focus_and_what_is_typed_replaces_the_word(review: Reviewed) -> None:
    go_to(review, "kystn")
    review.page.keyboard.type("kysten")
    review.keys("Enter")
    review.wait_until_saved()
    assert "kysten." in review.captions
    assert "kystn" not in review.captions
    assert review.page.evaluate("document.activeElement.id") == "right-words"


@pytest.mark.long
def test_enter_says_that_it_is_right_and_ctrl_z_asks_again(review: Reviewed) -> None:
    go_to(review, "haunn")
    review.keys("Enter")
    review.wait_until_saved()
    assert doubt(review).strip(".") != "haunn"
    review.keys("Control+z")
    go_to(review, "haunn")
    assert "haunn." in review.captions


def test_a_number_chooses_the_candidate_that_stands_beside_it(review: Reviewed) -> None:
    go_to(review, "kystn")
    review.page.wait_for_function("() => !document.querySelector('.candidates').hasAttribute('aria-busy')")
    choices = review.page.locator(".candidates .choice").all_text_contents()
    assert choices
    review.keys("1")
    review.wait_until_saved()
    assert choices[0] in review.captions
    assert "kystn" not in review.captions


def test_shift_enter_shows_each_place_before_it_replaces_everywhere(review: Reviewed) -> None:
    go_to(review, "vinmølr")
    review.page.keyboard.type("vindmøller")
    review.keys("Shift+Enter")
    review.page.wait_for_selector("dialog[open]")
    assert review.page.locator(".previews del").all_text_contents() == ["vinmølr", "vinmølr"]
    assert review.visit.violations() == []
    review.keys("Enter")
    review.wait_until_saved()
    assert review.captions.count("vindmøller") == 2
    review.keys("Control+z")
    review.page.wait_for_function("() => document.querySelector('ol.cues').textContent.includes('vinmølr')")
    review.wait_until_saved()
    assert review.captions.count("vinmølr") == 2


def test_what_is_decided_is_not_asked_after_a_reload(review: Reviewed) -> None:
    go_to(review, "haunn")
    review.keys("Enter")
    review.wait_until_saved()
    review.page.reload()
    review.page.wait_for_selector(".doubts .card:not([hidden])")
    shown = set()
    for _turn in range(10):
        shown.add(doubt(review).strip(".,"))
        review.keys("PageDown")
    assert "haunn" not in shown
    assert "kystn" in shown


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_card_of_a_doubt_is_after_the_law(review: Reviewed, scheme: str) -> None:
    review.page.emulate_media(color_scheme=scheme)
    assert review.visit.violations() == []


@pytest.mark.long
def test_until_the_doubts_are_found_there_is_nothing_to_press(review: Reviewed) -> None:
    waiting: list[Route] = []
    review.page.route("**/doubts", lambda route: waiting.append(route))  # noqa: PLW0108
    review.page.reload()
    review.page.get_by_text("Finding the doubts").wait_for()
    assert review.page.locator(".doubts button:visible").count() == 0
    for route in waiting:
        route.continue_()
    review.page.wait_for_selector(".doubts .card:not([hidden])")
    assert review.page.get_by_text("Finding the doubts").is_hidden()


@pytest.mark.long
def test_the_number_of_all_doubts_stays_while_one_works(review: Reviewed) -> None:
    def counted() -> tuple[int, int]:
        number, count = re.findall(r"\d+", review.page.locator(".count").text_content() or "")[:2]
        return int(number), int(count)

    go_to(review, "vinmølr")
    assert "the word stands in 2 places" in (review.page.locator(".count").text_content() or "")
    first, total = counted()
    review.page.keyboard.type("vindmøller")
    review.keys("Enter")
    review.wait_until_saved()
    assert counted() == (first, total)
    review.keys("PageDown")
    assert counted()[1] == total


def tell_of_models(review: Reviewed, **model: object) -> None:
    """As if the project had been heard by that model, and these were here."""

    def answer(route: Route) -> None:
        project = route.fetch().json()
        route.fulfill(json=project | {"model": project["model"] | model})

    review.page.route(f"**/api/projects/{review.key}", answer)
    review.page.reload()
    review.page.wait_for_selector(".doubts .card:not([hidden])")


@pytest.mark.long
def test_a_better_model_is_offered_only_where_it_is_and_what_it_hears_comes_beside_the_others(review: Reviewed) -> None:
    tell_of_models(review, is_better_here=False)
    assert review.page.locator('[data-act="hear_better"]').count() == 0
    tell_of_models(review, is_better_here=True)
    assert review.page.locator('[data-act="hear_better"]').is_visible()
    go_to(review, "kystn")
    review.page.wait_for_function("() => document.querySelectorAll('.candidates .choice').length > 0")
    review.page.wait_for_function("() => !document.querySelector('.candidates').hasAttribute('aria-busy')")
    choices = review.page.locator(".candidates .choice").all_text_contents()
    heard = {
        "project": review.key,
        "start_us": 21_000_000,
        "end_us": 31_000_000,
        "text": "hørt bedre",
        "model": "small",
        "error": None,
    }
    review.server.desk.hub.publish("candidate", heard)
    review.page.get_by_text("hørt bedre").first.wait_for(state="attached")
    review.page.wait_for_function("() => document.querySelector('.candidates .choice').textContent === 'hørt bedre'")
    assert review.page.locator(".candidates .choice").all_text_contents() == ["hørt bedre", *choices][:4]


@pytest.mark.long
def test_what_was_written_for_a_word_is_the_first_suggestion_where_it_was_heard_again(review: Reviewed) -> None:
    go_to(review, "vinmølr")
    review.page.keyboard.type("foran pejsen")
    review.keys("Enter")
    review.wait_until_saved()
    go_to(review, "vinmølr")
    assert review.page.locator(".candidates .choice").first.text_content() == "foran pejsen"


@pytest.mark.long
def test_undo_says_what_was_undone_and_goes_to_that_place(review: Reviewed) -> None:
    go_to(review, "haunn")
    review.page.keyboard.type("havnen")
    review.keys("Enter")
    review.wait_until_saved()
    go_to(review, "kystn")
    review.keys("Control+z")
    review.page.wait_for_function("() => /^Undone: words at .*Saved/.test(document.querySelector('#status').textContent)")
    assert doubt(review).strip(".") == "haunn"
    assert "haunn" in (review.page.locator('ol.cues > li[aria-current="true"]').text_content() or "")


@pytest.mark.long
def test_who_goes_on_with_these_captions_has_the_focus_in_the_doubts_field(review: Reviewed) -> None:
    tell_of_models(review, is_base=True, better=[{"name": "small", "megabytes": 480, "here": False}])
    assert review.page.get_by_role("button", name="corrections are kept and offered again").is_visible()
    with review.page.expect_response("**/captions/keep"):
        review.page.get_by_role("button", name="Go on with these").click()
    assert review.page.evaluate("document.activeElement.id") == "right-words"


@pytest.mark.long
def test_the_answer_to_a_better_model_is_remembered_until_another_one_is_there(review: Reviewed) -> None:
    small = {"name": "small", "megabytes": 480, "here": False}
    tell_of_models(review, is_base=True, better=[small])
    with review.page.expect_response("**/captions/keep"):
        review.page.get_by_role("button", name="Go on with these").click()
    review.page.reload()
    review.page.wait_for_selector(".doubts .card:not([hidden])")
    assert review.page.locator(".notice").is_hidden()
    tell_of_models(review, is_base=True, better=[small | {"here": True}])
    assert review.page.locator(".notice").is_visible()


@pytest.mark.long
def test_in_a_laptops_window_all_that_decides_a_doubt_is_in_sight(review: Reviewed) -> None:
    review.page.set_viewport_size({"width": 1280, "height": 650})
    tell_of_models(review, is_base=True, is_better_here=True, better=[{"name": "small", "megabytes": 480, "here": False}])
    go_to(review, "kystn")
    found = [{"text": f"kysten ved Djursland {number}", "source": "second hearing"} for number in range(4)]
    review.page.route("**/candidates", lambda route: route.fulfill(json={"candidates": found}))
    review.page.reload()
    review.page.wait_for_selector(".doubts .card:not([hidden])")
    go_to(review, "kystn")
    review.page.wait_for_function("() => document.querySelectorAll('.candidates .choice').length === 4")
    review.page.locator("#right-words").fill("kysten")
    assert review.page.locator(".notice").is_visible()
    side = review.page.locator(".side").evaluate("side => [side.scrollHeight, side.clientHeight, side.scrollTop, scrollY]")
    assert side[0] <= side[1]
    assert side[2:] == [0, 0]
    assert review.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    for control in review.page.locator(".card button:visible, .card input, #doubt").all():
        box = control.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 650


@pytest.mark.long
def test_before_it_is_published_it_is_said_how_far_the_review_has_come(review: Reviewed) -> None:
    review.go("publish")
    said = review.page.locator(".reviewed")
    said.get_by_role("link", name="To the captions").wait_for()
    left = re.search(r"not decided: (\d+)\. Read until 0:00 of 0:\d\d\.", said.inner_text())
    assert left is not None
    review.go("captions")
    review.page.wait_for_selector(".doubts .card:not([hidden])")
    review.keys("Enter")
    review.wait_until_saved()
    review.go("publish")
    review.page.get_by_text(f"not decided: {int(left[1]) - 1}.").wait_for()
