"""The review page's places of the cut, the chapters, the meeting and the publication, in a browser and by keyboard alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.review_server import ReviewServer, serve_review
from tests.browser.review_visit import reviewed
from tests.made_media import make_video
from tests.plan.made_evidence import made_evidence
from tests.steps.planned_project import PlannedProject
from vbn_video.codec import to_json
from vbn_video.decisions import CutCandidate, EditPlan, Side, Support
from vbn_video.evidence import Recording
from vbn_video.formats.vtt import parse_chapters
from vbn_video.project import read_value
from vbn_video.publish.ledger import LEDGER_FILE, Ledger, LedgerEntry
from vbn_video.recording.identity import read_identity
from vbn_video.settings.meeting_file import read_meeting
from vbn_video.steps.record import Record

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SAID = [(10.0, 30.0, -18.0), (40.0, 60.0, -18.0), (70.0, 100.0, -18.0)]
MARKUP = "<img src=x onerror=\"document.title='ind'\"><b>Løn</b> & »vilkår« {x}"
US = 1_000_000
SAVED = 5_000
"""Milliseconds that a change may take until it is seen on the page; it takes a tenth of that."""


@pytest.fixture
def meeting(tmp_path: Path) -> PlannedProject:
    """A meeting of two minutes, with an unsure beginning, three chapters, a report and a page that is out."""
    made = PlannedProject(tmp_path, made_evidence(SAID, 120))
    made.slides(0, 35 * US)
    video = make_video(tmp_path / "video.mp4", seconds=120, size=(160, 90), rate=Fraction(5), gop=25)
    recording = read_value(made.path("recording.json"), Recording)
    part = replace(recording.parts[0], identity=read_identity(video))
    made.path("recording.json").write_text(to_json(Recording, replace(recording, parts=(part,))), encoding="utf-8")
    made.run("plan")
    (kept,) = made.plan.kept
    places = (CutCandidate(9_500_000, 0.55, "… | Godmorgen"), CutCandidate(39 * US, 0.4, "så | går", (), 38 * US))
    side = Side("meeting", 0.55, (Support("greeting", 39 * US, 2.0, "Godmorgen"),), places)
    unsure = replace(made.plan, kept=(replace(kept, start_side=side),))
    made.path("edit.json").write_text(to_json(EditPlan, unsure), encoding="utf-8")
    made.path("chapters.vtt").write_text(_chapters("Velkommen", MARKUP, "Spørgsmål"), encoding="utf-8")
    finding = {"severity": "look", "rule": "unsure cut", "message": MARKUP, "start": 4.0, "value": 0.55, "limit": 0.8}
    made.path("report.json").write_text(json.dumps({"passed": False, "findings": [finding], "content": "a"}), encoding="utf-8")
    entry = LedgerEntry("website", str(tmp_path), "a", "published", "møde", "https://example.org/møde/")
    Ledger(made.path(LEDGER_FILE)).put(entry)
    Record.of(made.project).save(sources=(str(video),))
    return made


def _chapters(*titles: str) -> str:
    escaped = [title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for title in titles]
    cues = [f"00:00:{15 * number:02}.000 --> 00:00:{15 * number + 14:02}.000\n{text}\n" for number, text in enumerate(escaped)]
    return "\n".join(["WEBVTT\n", *cues])


@pytest.fixture
def server(meeting: PlannedProject) -> Iterator[ReviewServer]:
    with serve_review(meeting.project) as served:
        yield served


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, locale="da-DK")
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Go there by the Tab key alone."""
    for _press in range(120):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} can't be reached by Tab")


def type_over(page: Page, text: str) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def saved(page: Page) -> None:
    page.wait_for_function("() => document.getElementById('status').textContent.startsWith('Saved')", timeout=SAVED)


def test_the_beginning_is_moved_by_typing_its_time_and_undone_after_a_reload(
    server: ReviewServer, page: Page, meeting: PlannedProject
) -> None:
    before = meeting.text("edit.json")
    server.open(page, "cut")
    tab_to(page, "#cut-start-0")
    type_over(page, "0:12,4")
    page.keyboard.press("Enter")
    saved(page)
    assert meeting.plan.kept[0].start_us == 12_400_000
    page.reload()
    undo = page.get_by_role("button", name="Undo")
    undo.wait_for()
    tab_to(page, ".tools button:first-of-type")
    page.keyboard.press("Enter")
    saved(page)
    assert meeting.text("edit.json") == before


@pytest.mark.long
def test_the_arrow_keys_move_an_end_by_tenths_and_seconds(server: ReviewServer, page: Page, meeting: PlannedProject) -> None:
    start_us = meeting.plan.kept[0].start_us
    server.open(page, "cut")
    tab_to(page, "#cut-start-0")
    for key in ("ArrowUp", "ArrowUp", "Shift+ArrowUp"):
        page.keyboard.press(key)
    saved(page)
    assert meeting.plan.kept[0].start_us == start_us + 1_200_000
    assert page.locator(".cut-side .sure").first.inner_text() == "Chosen by you"
    assert page.evaluate("() => document.activeElement.id") == "cut-start-0"


@pytest.mark.long
def test_what_is_no_time_is_said_beside_its_field_and_changes_nothing(
    server: ReviewServer, page: Page, meeting: PlannedProject
) -> None:
    before = meeting.text("edit.json")
    server.open(page, "cut")
    tab_to(page, "#cut-end-0")
    type_over(page, "snart")
    page.keyboard.press("Enter")
    assert "“snart” is no time" in page.locator("#cut-end-0-wrong").inner_text()
    assert page.locator("#cut-end-0").get_attribute("aria-invalid") == "true"
    assert meeting.text("edit.json") == before


@pytest.mark.long
def test_another_place_of_an_unsure_end_is_chosen_by_its_picture(
    server: ReviewServer, page: Page, meeting: PlannedProject
) -> None:
    server.open(page, "cut")
    page.wait_for_function("() => [...document.querySelectorAll('.place img')].every(image => image.naturalWidth === 320)")
    assert "Look here:" in page.locator(".cut-side").first.inner_text()
    tab_to(page, ".places li:nth-of-type(2) .place")
    page.keyboard.press("Enter")
    saved(page)
    assert meeting.plan.kept[0].start_us == 38 * US
    assert meeting.plan.kept[0].start_side.reason == "editor"


def test_a_span_is_cut_out_and_kept_again(server: ReviewServer, page: Page, meeting: PlannedProject) -> None:
    server.open(page, "cut")
    tab_to(page, "#cut-from")
    page.keyboard.type("31")
    tab_to(page, "#cut-to")
    page.keyboard.type("0:39")
    page.get_by_role("button", name="Cut it out").click()
    saved(page)
    assert meeting.plan.kept[0].end_us == 31 * US
    page.get_by_role("button", name="Keep it 0:31 to 0:39").click()
    page.wait_for_selector("#cut-start-1", state="detached")
    assert len(meeting.plan.kept) == 1


def test_a_change_beside_the_page_is_shown_with_mine_and_the_person_chooses(
    server: ReviewServer, page: Page, meeting: PlannedProject
) -> None:
    server.open(page, "cut")
    meeting.path("edit.json").write_text('{"kept": [{"start": 20.0, "end": 90.0}]}', encoding="utf-8")
    tab_to(page, "#cut-start-0")
    type_over(page, "0:15")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert "It begins at 0:15" in dialog.inner_text() and "0:20" in dialog.inner_text()
    dialog.get_by_role("button", name="Keep yours").press("Enter")
    saved(page)
    assert [(span.start_us, span.end_us) for span in meeting.plan.kept] == [(15 * US, 90 * US)]


@pytest.mark.long
def test_while_a_run_is_at_work_it_is_said_and_saved_as_soon_as_it_has_ended(
    server: ReviewServer, page: Page, meeting: PlannedProject
) -> None:
    server.open(page, "cut")
    with meeting.project.lock():
        tab_to(page, "#cut-start-0")
        type_over(page, "0:12,4")
        page.keyboard.press("Enter")
        page.locator("#status", has_text="Not saved yet: a run is at work in this meeting.").wait_for()
        assert meeting.plan.kept[0].start_us != 12_400_000
    saved(page)
    assert meeting.plan.kept[0].start_us == 12_400_000


def test_a_chapter_is_renamed_by_keyboard_and_its_markup_is_text(
    server: ReviewServer, page: Page, meeting: PlannedProject
) -> None:
    server.open(page, "chapters")
    titles = page.locator(".chapters .title")
    assert [titles.nth(index).input_value() for index in range(3)] == ["Velkommen", MARKUP, "Spørgsmål"]
    tab_to(page, ".chapters li:nth-of-type(3) .title")
    type_over(page, MARKUP + "!")
    page.keyboard.press("Enter")
    saved(page)
    assert parse_chapters(meeting.text("chapters.vtt")).chapters[2].title == MARKUP + "!"
    assert page.locator("img[src=x], main b").count() == 0
    assert page.title() != "ind"


@pytest.mark.long
def test_a_new_chapter_is_named_at_once_while_it_is_saved(server: ReviewServer, page: Page, meeting: PlannedProject) -> None:
    server.open(page, "chapters")
    page.locator("video").evaluate("video => { video.currentTime = 45; }")
    page.wait_for_function("() => /0:4/.test(document.querySelector('.transport .now').textContent)")
    page.get_by_role("button", name="Add a chapter here").click()
    saved(page)
    page.wait_for_timeout(300)
    assert page.evaluate("() => document.activeElement.matches('.chapters .title')")
    page.keyboard.type("Akaka")
    saved(page)
    page.wait_for_timeout(900)
    titles = [chapter.title for chapter in parse_chapters(meeting.text("chapters.vtt")).chapters]
    assert titles.count("Akaka") == 1
    assert len(titles) == 4


@pytest.mark.long
def test_a_warning_of_the_publication_stands_beside_its_button(server: ReviewServer, page: Page) -> None:
    run = {"id": "r", "key": server.key, "project": server.key, "until": "publish", "state": "running", "step": "publish"}
    page.route("**/api/runs", lambda route: route.fulfill(json=run))
    server.open(page, "publish")
    page.locator("#publish-now").click()
    page.get_by_role("progressbar").wait_for()
    step = {"name": "publish", "notices": [{"text": "<b>Der står en anden</b>", "level": "warning"}]}
    server.server.desk.hub.publish("run", run | {"state": "done", "step": None, "steps": [step], "publications": []})
    page.get_by_role("alert").get_by_text("<b>Der står en anden</b>").wait_for()


@pytest.mark.long
def test_after_the_changes_are_forgotten_the_cut_is_found_at_once(server: ReviewServer, page: Page) -> None:
    asked: list[object] = []
    run = {"id": "r", "key": server.key, "project": server.key, "until": "plan", "state": "running", "step": "plan"}
    page.route("**/api/runs", lambda route: (asked.append(route.request.post_data_json), route.fulfill(json=run)))
    server.open(page, "cut")
    page.get_by_role("button", name="Forget my changes").press("Enter")
    page.get_by_role("button", name="Forget them").press("Enter")
    page.get_by_text("The cut is being found …").wait_for()
    assert asked == [{"key": server.key, "until": "plan"}]


@pytest.mark.long
def test_chapters_are_added_moved_removed_and_undone(server: ReviewServer, page: Page, meeting: PlannedProject) -> None:
    server.open(page, "chapters")
    tab_to(page, ".chapters li:nth-of-type(2) .time-field")
    type_over(page, "0:25")
    page.keyboard.press("Enter")
    saved(page)
    assert parse_chapters(meeting.text("chapters.vtt")).chapters[1].start_us == 25 * US
    page.get_by_role("button", name="Remove “Spørgsmål”").press("Enter")
    page.get_by_text("There must be at least three chapters or none; there are 2.").first.wait_for()
    page.get_by_role("button", name="Undo").press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.chapters li').length === 3")
    saved(page)
    assert [chapter.title for chapter in parse_chapters(meeting.text("chapters.vtt")).chapters][2] == "Spørgsmål"


@pytest.mark.long
def test_chapters_that_are_in_order_are_said_to_keep_the_rules_of_youtube(server: ReviewServer, page: Page) -> None:
    server.open(page, "chapters")
    page.get_by_text("All is in order: YouTube's rules for chapters are kept.").wait_for()


def test_the_meeting_s_words_are_saved_as_they_are_typed_and_the_intro_follows(
    server: ReviewServer, page: Page, meeting: PlannedProject
) -> None:
    server.open(page, "meeting")
    page.wait_for_function("() => document.querySelector('.intro').naturalWidth === 1280")
    first = page.locator(".intro").get_attribute("src")
    tab_to(page, "#meeting-title")
    type_over(page, MARKUP)
    saved(page)
    assert read_meeting(meeting.path("meeting.toml")).title == MARKUP
    page.wait_for_function("first => document.querySelector('.intro').getAttribute('src') !== first", arg=first)
    assert page.locator("img[src=x], main b").count() == 0
    assert page.get_by_text("Its intro keeps the words").is_visible()


@pytest.mark.long
def test_a_wrong_time_in_the_agenda_is_said_beside_it(server: ReviewServer, page: Page, meeting: PlannedProject) -> None:
    server.open(page, "meeting")
    page.get_by_role("button", name="Add a point").press("Enter")
    page.keyboard.type("kvart over")
    page.keyboard.press("Tab")
    page.keyboard.type("Velkommen")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.getElementById('meeting-agenda-0-wrong').textContent.includes('09:15')")
    assert page.get_by_label("Time of point 1").get_attribute("aria-invalid") == "true"
    assert "meeting-agenda-0-wrong" in (page.get_by_label("Time of point 1").get_attribute("aria-describedby") or "")
    page.get_by_label("Time of point 1").fill("09:15")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.getElementById('meeting-agenda-0-wrong').textContent === ''")
    (point,) = read_meeting(meeting.path("meeting.toml")).agenda
    assert (point.title, point.time) == ("Velkommen", "09:15")


@pytest.mark.long
def test_a_finding_leads_to_the_place_where_it_is_mended(server: ReviewServer, page: Page) -> None:
    server.open(page, "publish")
    assert MARKUP in page.locator(".findings").first.inner_text()
    assert page.locator("img[src=x], main b").count() == 0
    page.get_by_role("link", name="Mend it in the cut").press("Enter")
    page.wait_for_selector("x-cut-place h1", state="attached")


def test_publishing_is_one_button_with_its_progress_and_ends_at_the_links(server: ReviewServer, page: Page) -> None:
    asked: list[object] = []
    run = {"id": "r", "key": server.key, "project": server.key, "until": "publish", "state": "running", "step": "render"}
    page.route(
        "**/api/runs", lambda route: (asked.append(route.request.post_data_json), route.fulfill(json=run | {"progress": 0.5}))
    )
    server.open(page, "publish")
    tab_to(page, "#publish-now")
    page.keyboard.press("Enter")
    page.get_by_role("progressbar").wait_for()
    assert asked == [{"key": server.key, "until": "publish"}]
    publications = [{"target": "website", "url": "https://example.org/møde/", "state": "unchanged"}]
    server.server.desk.hub.publish("run", run | {"state": "done", "step": None, "progress": None, "publications": publications})
    page.get_by_text("The website: nothing was different, so nothing was sent.").wait_for()
    page.get_by_role("button", name="Publish again").wait_for()
    assert page.get_by_label("The website", exact=True).and_(page.locator("input")).input_value() == "https://example.org/møde/"


def test_the_first_time_the_website_s_folder_is_asked_for_and_publishing_waits_for_it(
    meeting: PlannedProject, chromium, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "indstillinger"))
    monkeypatch.chdir(tmp_path)
    meeting.path(LEDGER_FILE).unlink(missing_ok=True)
    with reviewed(chromium, meeting.project.folder.parent, meeting.project.folder, "publish") as review:
        page = review.page
        now = page.locator("#publish-now")
        assert now.is_disabled()
        assert now.get_attribute("aria-describedby") == "folder-first"
        page.get_by_label("The website's folder").fill("møder")
        page.keyboard.press("Enter")
        page.get_by_text("Write the whole path of the folder").wait_for()
        assert review.visit.violations() == []
        page.get_by_label("The website's folder").fill(str(tmp_path / "medie mappe ø"))
        page.get_by_role("button", name="Save").press("Enter")
        page.wait_for_function("() => document.activeElement.id === 'publish-now' && !document.activeElement.disabled")
        assert page.get_by_label("The website's folder").count() == 0
        assert page.get_by_label("The website's address").count() == 1
        assert str(tmp_path / "medie mappe ø") in page.locator(".target").inner_text()
        page.get_by_role("button", name="Change folder or address").press("Enter")
        folder = page.get_by_label("The website's folder")
        assert page.evaluate("() => document.activeElement.id") == "website-folder"
        assert folder.input_value() == str(tmp_path / "medie mappe ø")
        folder.fill(str(tmp_path / "ny mappe"))
        page.get_by_role("button", name="Save").press("Enter")
        page.get_by_text(str(tmp_path / "ny mappe")).wait_for()
        assert folder.count() == 0


@pytest.mark.long
@pytest.mark.parametrize("at_the_top", [True, False])
def test_what_comes_late_above_a_field_does_not_push_it_out_of_the_window(
    at_the_top: bool, meeting: PlannedProject, chromium, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "indstillinger"))
    meeting.path(LEDGER_FILE).unlink(missing_ok=True)
    meeting.path("captions.da.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:03.000\nVelkommen\n", encoding="utf-8")
    window = {"width": 320, "height": 568}
    with reviewed(chromium, meeting.project.folder.parent, meeting.project.folder, "meeting", viewport=window) as review:
        page, late = review.page, []
        page.route("**/doubts", lambda route: late.insert(0, route))
        review.go("publish")
        page.wait_for_function("() => document.querySelector('#website-folder')")
        page.evaluate(
            "top => { const field = document.querySelector('#website-folder'); field.focus(); field.scrollIntoView(top); }",
            at_the_top,
        )
        before = page.evaluate("() => document.activeElement.getBoundingClientRect().top")
        page.wait_for_timeout(300)
        assert page.locator(".reviewed a").count() == 0
        late[0].continue_()
        page.locator(".reviewed a").wait_for()
        assert page.evaluate("() => document.activeElement.id") == "website-folder"
        after = page.evaluate("() => document.activeElement.getBoundingClientRect().top")
        assert abs(after - before) <= 1


@pytest.mark.parametrize("late", ["/api/projects/{key}", "/api/projects/{key}/captions"])
def test_a_place_that_was_left_before_it_was_there_draws_nothing_over_the_next_one_and_hears_nothing(
    late: str, server: ReviewServer, page: Page
) -> None:
    held = []
    page.route(f"**{late.format(key=server.key)}", lambda route: held.append(route) if not held else route.continue_())
    page.goto(server.server.session.new_address(server.key))
    page.wait_for_selector("body > main")
    while not held:
        page.wait_for_timeout(10)
    page.evaluate("address => { location.hash = address; }", f"#/{server.key}/cut")
    page.wait_for_selector("x-cut-place h1", state="attached")
    page.evaluate("() => { document.querySelector('x-cut-place').dataset.first = ''; }")
    with page.expect_response(f"**{late.format(key=server.key)}"):
        held[0].continue_()
    page.wait_for_timeout(300)
    run = {"id": "r", "key": server.key, "project": server.key, "state": "done", "step": None, "progress": None}
    server.server.desk.hub.publish("run", run)
    page.wait_for_timeout(300)
    assert page.locator("main > *").evaluate_all("found => found.map(one => one.localName)") == ["x-cut-place"]
    assert page.locator("x-cut-place[data-first]").count() == 1
    assert page.locator("header nav [aria-current]").inner_text() == "Cut"
    assert page.title().startswith("Cut")


@pytest.mark.long
def test_a_chapter_without_a_title_is_not_left_behind_unsaved(server: ReviewServer, page: Page, meeting: PlannedProject) -> None:
    server.open(page, "chapters")
    tab_to(page, ".chapters li:nth-of-type(1) .title")
    type_over(page, " ")
    page.get_by_role("link", name="Cut").click()
    page.wait_for_function("() => document.activeElement.matches('.chapters li:first-of-type .title')")
    assert page.locator("x-chapters-place").count() == 1
    page.keyboard.type("Åbning")
    page.get_by_role("link", name="Cut").click()
    page.wait_for_selector("x-cut-place h1", state="attached")
    titles = [chapter.title for chapter in parse_chapters(meeting.text("chapters.vtt")).chapters]
    assert titles == ["Åbning", MARKUP, "Spørgsmål"]


@pytest.mark.long
def test_an_end_is_dragged_on_the_strip_and_a_click_beside_it_moves_the_player(
    server: ReviewServer, page: Page, meeting: PlannedProject
) -> None:
    server.open(page, "cut")
    box = page.locator(".strip").bounding_box()
    assert box

    def at(seconds: float) -> float:
        return box["x"] + box["width"] * seconds / 120

    middle = box["y"] + box["height"] / 2
    page.mouse.move(at(meeting.plan.kept[0].end_us / US), middle)
    page.mouse.down()
    page.mouse.move(at(90), middle, steps=4)
    page.mouse.up()
    saved(page)
    assert abs(meeting.plan.kept[0].end_us - 90 * US) < 200_000
    page.mouse.click(at(50), middle)
    page.wait_for_function("() => document.querySelector('.transport .now').textContent.startsWith('0:5')")
