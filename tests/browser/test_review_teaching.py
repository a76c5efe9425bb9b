"""What corrections are good for afterwards: a word list that knows the name, and captions made anew that have them again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.review_visit import Reviewed, reviewed
from tests.plan.made_evidence import made_evidence
from tests.plan.spoken import spoken
from tests.steps.planned_project import KEEP_ALL_SAID, PlannedProject

pytestmark = pytest.mark.browser

HEARD = "Vi mødes hos Sybilbageriet i morgen. Der er kaffe hos Sybilbageriet hele dagen. Det er et godt sted at mødes."
VTT = "captions.da.vtt"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlannedProject:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    words = spoken(HEARD, 20_000_000)
    project = PlannedProject(tmp_path, made_evidence([(20.0, words[-1].end_us / 1e6, -18.0)], 60))
    project.say(words)
    project.setting(trim=KEEP_ALL_SAID)
    project.run("plan", "caption")
    return project


@pytest.fixture
def review(made: PlannedProject, chromium) -> Iterator[Reviewed]:
    with reviewed(chromium, made.project.folder.parent, made.project.folder) as page:
        yield page


def correct_the_name(review: Reviewed) -> None:
    review.keys("Control+h")
    review.page.get_by_label("Search for").fill("Sybilbageriet")
    review.page.get_by_label("Replace by").fill("Sibylbageriet")
    review.page.get_by_role("button", name="Replace where ticked").click()
    review.page.wait_for_function("() => document.querySelector('ol.cues').textContent.includes('Sibylbageriet')")
    review.wait_until_saved()


def test_a_corrected_name_is_put_into_the_word_list_after_a_look_at_its_places(review: Reviewed, tmp_path: Path) -> None:
    correct_the_name(review)
    review.page.get_by_role("button", name="Word list").click()
    review.page.wait_for_selector("dialog[open] .previews")
    assert "2 places in møde" in (review.page.locator(".previews").text_content() or "")
    assert review.visit.violations() == []
    review.page.get_by_role("button", name="Put into the word list").click()
    review.page.wait_for_selector("dialog", state="detached")
    review.page.wait_for_function("() => /Put into/.test(document.querySelector('[aria-live]').textContent)")
    (written,) = (tmp_path / "config").rglob("*.toml")
    assert 'right = "Sibylbageriet"' in written.read_text(encoding="utf-8")
    review.page.get_by_role("button", name="Word list").click()
    review.page.get_by_text("There is no correction").wait_for()


@pytest.mark.long
def test_a_word_that_is_refused_or_half_written_stays_in_its_dialog(review: Reviewed, tmp_path: Path) -> None:
    review.page.get_by_role("button", name="Word list").click()
    review.page.get_by_label("Heard as").fill("anna lund")
    add = review.page.get_by_role("button", name="Put into the word list")
    add.click()
    assert review.page.locator("dialog [role=alert]").inner_text() == "Write how the word is to be written."
    review.page.get_by_label("Written as").fill("Anne Lund")
    (tmp_path / "config").write_text("no folder", encoding="utf-8")
    add.click()
    review.page.wait_for_function("() => /config/.test(document.querySelector('dialog [role=alert]').textContent)")
    assert review.page.get_by_label("Written as").input_value() == "Anne Lund"
    assert review.visit.violations() == []
    (tmp_path / "config").unlink()
    add.click()
    review.page.wait_for_selector("dialog", state="detached")
    (written,) = (tmp_path / "config").rglob("*.toml")
    assert 'right = "Anne Lund"' in written.read_text(encoding="utf-8")


@pytest.mark.long
def test_captions_made_anew_are_offered_the_corrections_that_fit(made: PlannedProject, chromium) -> None:
    folder = made.project.folder
    with reviewed(chromium, folder.parent, folder) as review:
        correct_the_name(review)
    made.say(spoken(HEARD.replace("hele dagen", "og kage"), 20_000_000))
    made.context = replace(made.context, discard_edits=(VTT,))
    made.run("caption")
    assert "Sibylbageriet" not in made.text(VTT)
    with reviewed(chromium, folder.parent, folder) as review:
        review.page.get_by_role("button", name="Put them in").click()
        review.page.wait_for_function("() => document.querySelector('ol.cues').textContent.includes('Sibylbageriet')")
        review.wait_until_saved()
    assert made.text(VTT).count("Sibylbageriet") == 2


@pytest.mark.long
def test_an_older_copy_saved_over_the_pages_edits_is_shown_beside_them_and_they_come_back(
    made: PlannedProject, review: Reviewed
) -> None:
    copy = made.text(VTT)
    correct_the_name(review)
    made.path(VTT).write_text(copy, encoding="utf-8")
    review.server.desk.watch.look()
    review.page.get_by_text("saved from an older copy").wait_for()
    review.page.get_by_role("button", name="Show them").click()
    review.page.wait_for_selector("dialog[open] .versions")
    assert review.visit.violations() == []
    review.page.get_by_role("button", name="Put it back").click()
    review.page.wait_for_selector("dialog li", state="detached")
    review.page.get_by_role("button", name="Close").click()
    review.page.get_by_text("saved from an older copy").wait_for(state="hidden")
    assert made.text(VTT).count("Sibylbageriet") == 2


@pytest.mark.long
def test_a_word_of_ones_own_is_put_into_the_word_list_and_what_was_seen_once_is_not_ticked(
    review: Reviewed, tmp_path: Path
) -> None:
    review.row.nth(0).click()
    text = review.page.locator("textarea").input_value()
    review.page.locator("textarea").fill(text.replace("Sybilbageriet", "Sibylbageriet", 1))
    review.keys("Enter")
    review.wait_until_saved()
    review.page.get_by_role("button", name="Word list").click()
    review.page.wait_for_selector("dialog[open] .previews input", state="attached")
    assert not review.page.locator(".previews input").first.is_checked()
    review.page.get_by_label("Written as").fill("Djursland")
    assert review.visit.violations() == []
    review.page.get_by_role("button", name="Put into the word list").click()
    review.page.wait_for_function("() => /Put into/.test(document.querySelector('[aria-live]').textContent)")
    (written,) = (tmp_path / "config").rglob("*.toml")
    assert 'right = "Djursland"' in written.read_text(encoding="utf-8")
    assert "Sibylbageriet" not in written.read_text(encoding="utf-8")


@pytest.mark.long
def test_who_speaks_is_suggested_and_the_turn_is_said_before_it_is_named(made: PlannedProject, review: Reviewed) -> None:
    made.path("meeting.toml").write_text('speakers = ["Anne Østergård"]\nhost = "Bo Åkjær"\n', encoding="utf-8")
    count = review.row.count()
    review.row.nth(0).click()
    review.page.get_by_role("button", name="Who speaks").click()
    review.page.wait_for_selector("dialog[open]")
    assert f"It is set for {count} captions, 0:0" in (review.page.locator("#speaker-turn").text_content() or "")
    names = review.page.locator("datalist option").evaluate_all("options => options.map(option => option.value)")
    assert names == ["Anne Østergård", "Bo Åkjær"]
    assert review.visit.violations() == []
