"""What is typed into a caption stays where it was typed, whatever else becomes of the captions meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.review_visit import Reviewed, reviewed
from tests.workplace import Workplace
from vbn_video.formats.vtt import parse_vtt
from vbn_video.review.captions import captions_store

pytestmark = pytest.mark.browser


@pytest.fixture
def review(unpublished: Workplace, chromium) -> Iterator[Reviewed]:
    with reviewed(chromium, unpublished.folder, unpublished.project) as page:
        yield page


def lines(review: Reviewed) -> list[str]:
    return [" ".join(cue.lines) for cue in parse_vtt(review.captions).cues]


def blocks(review: Reviewed) -> list[str]:
    return review.captions.strip().split("\n\n")


def save_elsewhere(review: Reviewed, change: Callable[[list[str]], list[str]]) -> None:
    """As another program saves the captions: `change` gets the file's blocks, the first of which is its head."""
    (review.project / "captions.da.vtt").write_text("\n\n".join(change(blocks(review))) + "\n", encoding="utf-8")


def number_of_cue(review: Reviewed, cue: int) -> int:
    """The block that a cue is."""
    return [index for index, block in enumerate(blocks(review)) if "-->" in block][cue]


def without(review: Reviewed, cue: int) -> None:
    at = number_of_cue(review, cue)
    save_elsewhere(review, lambda all_of_them: all_of_them[:at] + all_of_them[at + 1 :])


def with_words(review: Reviewed, cue: int, words: str) -> None:
    at = number_of_cue(review, cue)

    def change(all_of_them: list[str]) -> list[str]:
        times = next(line for line in all_of_them[at].split("\n") if "-->" in line)
        return [*all_of_them[:at], f"{times}\n{words}", *all_of_them[at + 1 :]]

    save_elsewhere(review, change)


def type_into(review: Reviewed, cue: int, text: str) -> None:
    review.row.nth(cue).click()
    review.page.keyboard.type(text)


def field(review: Reviewed) -> str:
    return review.page.locator("ol.cues textarea").input_value()


def wait_for_lines(review: Reviewed, wanted: list[str]) -> None:
    """Until the file has these captions, and at the end that it has."""
    for _attempt in range(100):
        if lines(review) == wanted:
            break
        review.page.wait_for_timeout(50)
    assert lines(review) == wanted


def choose(review: Reviewed, name: str) -> None:
    review.page.locator("dialog").get_by_role("button", name=name).click()
    review.page.wait_for_function("() => !document.querySelector('dialog')")


@pytest.mark.long
def test_the_field_stays_open_at_its_caption_where_captions_before_it_went_elsewhere(review: Reviewed) -> None:
    before = lines(review)
    without(review, 1)
    type_into(review, 4, "Og ")
    review.page.wait_for_function("count => document.querySelectorAll('ol.cues > li').length === count", arg=len(before) - 1)
    review.wait_until_saved()
    assert field(review).replace("\n", " ") == "Og " + before[4]
    assert review.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    review.page.keyboard.type("så ")
    review.wait_until_saved()
    review.keys("Enter")
    review.wait_until_saved()
    assert lines(review) == [before[0], *before[2:4], "Og så " + before[4], *before[5:]]
    assert review.page.locator("dialog").count() == 0


@pytest.mark.parametrize(("answer", "stands"), [("Keep yours", "Min. "), ("Keep what stands there", "Deres.")])
def test_words_that_were_changed_on_both_sides_are_asked_about(review: Reviewed, answer: str, stands: str) -> None:
    before = lines(review)
    with_words(review, 3, "Deres.")
    type_into(review, 3, "Min. ")
    dialog = review.page.locator("dialog")
    dialog.wait_for()
    shown = dialog.inner_text()
    assert "Min. " in shown
    assert "Deres." in shown
    choose(review, answer)
    wait_for_lines(review, [*before[:3], stands + before[3] if stands == "Min. " else stands, *before[4:]])
    assert review.row.count() == len(before)
    assert review.page.locator("ol.cues textarea").count() == (answer == "Keep yours")


@pytest.mark.long
def test_a_question_that_is_left_leaves_what_was_typed_in_its_field(review: Reviewed) -> None:
    with_words(review, 3, "Deres.")
    type_into(review, 3, "Min. ")
    review.page.locator("dialog").wait_for()
    review.keys("Escape")
    assert field(review).startswith("Min. ")
    assert lines(review)[3] == "Deres."
    review.page.locator("ol.cues textarea").focus()
    review.keys("Escape")
    review.page.wait_for_function("() => document.querySelectorAll('ol.cues > li')[3].textContent.includes('Deres.')")


@pytest.mark.long
def test_words_for_a_caption_that_was_deleted_elsewhere_can_be_put_back(review: Reviewed) -> None:
    before = lines(review)
    type_into(review, 3, "Min. ")
    without(review, 3)
    review.page.locator("dialog").wait_for()
    choose(review, "Keep yours")
    wait_for_lines(review, [*before[:3], "Min. " + before[3], *before[4:]])


@pytest.mark.long
def test_a_change_of_another_kind_is_said_and_not_made(review: Reviewed) -> None:
    before = lines(review)
    review.row.nth(3).click()
    with_words(review, 3, "Deres.")
    review.page.locator(".editor").get_by_role("button", name="Join").click()
    review.page.wait_for_function("() => /changed elsewhere meanwhile/.test(document.querySelector('#status').textContent)")
    assert lines(review) == [*before[:3], "Deres.", *before[4:]]
    assert review.page.locator("dialog").count() == 0


def test_what_is_typed_before_an_answer_goes_to_the_caption_that_it_was_typed_into(review: Reviewed) -> None:
    before = lines(review)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    review.page.route("**/captions/edit", hold, times=1)
    review.row.nth(0).click()
    review.page.locator(".editor").get_by_role("button", name="Join").click()
    type_into(review, 4, "Og ")
    review.page.wait_for_timeout(1200)
    held[0].continue_()
    wait_for_lines(review, [f"{before[0]} {before[1]}", *before[2:4], "Og " + before[4], *before[5:]])


def test_what_the_disk_refuses_stays_marked_in_its_caption_until_it_is_saved(
    review: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lines(review)
    write = captions_store.write_as_edit

    def refuse(*_arguments: object) -> None:
        raise captions_store.InputError("Der er ikke plads.")

    monkeypatch.setattr(captions_store, "write_as_edit", refuse)
    type_into(review, 3, "Og ")
    review.page.wait_for_function("() => /ikke plads/.test(document.querySelector('#status').textContent)")
    review.keys("Enter")
    review.page.wait_for_function("() => document.querySelectorAll('ol.cues > li')[3].textContent.includes('not saved')")
    assert "Og " + before[3] in " ".join(review.row.nth(3).inner_text().split())
    review.page.evaluate("key => { location.hash = `#/${key}/chapters`; }", review.key)
    dialog = review.page.locator("dialog")
    dialog.wait_for()
    review.keys("Escape")
    assert lines(review) == before
    monkeypatch.setattr(captions_store, "write_as_edit", write)
    review.row.nth(3).click()
    assert field(review).startswith("Og ")
    review.keys("Enter")
    review.wait_until_saved()
    assert lines(review) == [*before[:3], "Og " + before[3], *before[4:]]
    assert review.page.locator("ol.cues", has_text="not saved").count() == 0


@pytest.mark.long
def test_no_key_that_was_meant_for_the_field_answers_a_question(review: Reviewed) -> None:
    with_words(review, 3, "Deres.")
    type_into(review, 3, "Min. ")
    for _word in range(12):
        review.page.keyboard.type("ja ", delay=60)
    assert review.page.locator("dialog").count() == 0
    dialog = review.page.locator("dialog")
    dialog.wait_for()
    review.keys("Space", "a")
    assert dialog.count() == 1
    assert lines(review)[3] == "Deres."
    choose(review, "Keep yours")
    review.page.wait_for_timeout(1000)
    assert dialog.count() == 0
    assert lines(review)[3].startswith("Min. ja ja ja ja ja ja ja ja ja ja ja ja ")


@pytest.mark.long
def test_a_click_below_the_open_field_opens_what_was_under_the_pointer(review: Reviewed) -> None:
    before = lines(review)
    review.row.nth(1).click()
    review.page.keyboard.press("End")
    review.page.keyboard.press("Shift+Enter")
    box = review.row.nth(3).locator(".said").bounding_box()
    assert box
    review.page.mouse.move(box["x"] + 20, box["y"] + 8)
    review.page.mouse.down()
    review.page.wait_for_timeout(150)
    review.page.mouse.up()
    assert field(review).replace("\n", " ") == before[3]


@pytest.mark.long
def test_what_is_saved_elsewhere_is_shown_once_a_field_is_left_as_it_was(review: Reviewed) -> None:
    review.row.nth(2).click()
    with_words(review, 4, "Fra en anden fane.")
    review.server.desk.watch.look()
    review.keys("Escape")
    review.page.wait_for_function("() => document.querySelectorAll('ol.cues > li')[4].textContent.includes('en anden fane')")


@pytest.mark.long
def test_after_the_cut_was_moved_the_captions_are_heard_where_they_were_made(review: Reviewed) -> None:
    edit = review.project / "edit.json"
    document = json.loads(edit.read_text(encoding="utf-8"))
    first = document["kept"][0]["start"]
    document["kept"][0]["start"] = first + 1
    edit.write_text(json.dumps(document), encoding="utf-8")
    review.go("chapters")
    review.go("captions")
    review.page.get_by_text("The cut was changed since.").wait_for()
    cue = parse_vtt(review.captions).cues[2]
    intro = document["intro"]
    review.row.nth(2).locator(".time").click()
    review.page.wait_for_function("() => !document.querySelector('video').paused")
    review.page.evaluate("() => document.querySelector('video').pause()")
    at = review.page.evaluate("() => document.querySelector('video').currentTime")
    assert abs(at - (cue.start_us / 1e6 - intro + first)) < 0.7
