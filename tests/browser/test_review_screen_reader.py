"""The review page by ear: names, landmarks and headings of the accessibility tree, and what is announced, in both languages."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.browser.review_scenes import PLACES, SCENES, Scene, Scenes, copy_meeting, first, scene_of, scenes
from tests.steps.planned_project import PlannedProject
from vbn_video import messages
from vbn_video.cli.terminal.language import FOLDER
from vbn_video.review.page.page_texts import all_texts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SCENE = {str(scene): scene for scene in SCENES}
HEARD = "words => new RegExp(words).test(document.querySelector('[role=status].unseen').textContent)"
GIVEN_BACK = """() => {
    const { activeElement: one } = document;
    return one === opener_ || one.id === "right-words" || (!opener_.isConnected && one.matches("li[data-cue]"));
}"""
"""To who opened the dialog; to the caption that its field was of; to the field of a doubt, where one goes on by typing."""
HEADINGS = (
    "() => [...document.querySelectorAll('h1, h2, h3, h4')].filter((one) => one.checkVisibility()).map((one) => one.tagName)"
)
CONTROLS = {"button", "link", "textbox", "checkbox", "combobox", "listitem", "DisclosureTriangle", "MenuListPopup", "searchbox"}


@cache
def _danish() -> gettext.GNUTranslations:
    with (FOLDER / "da" / "LC_MESSAGES" / "vbn_video.po").open("rb") as file:
        written = BytesIO()
        write_mo(written, read_po(file, "da"))
    written.seek(0)
    return gettext.GNUTranslations(written)


@pytest.fixture(scope="module", params=["da", pytest.param("en", marks=pytest.mark.long)])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """What the page is in."""
    if request.param == "da":
        catalogue = _danish()
        messages.install(catalogue.gettext, "da", catalogue.ngettext)
    yield request.param
    messages.install(str)


@pytest.fixture(scope="module")
def window(chromium: Browser, unchanged_meeting: PlannedProject, language: str) -> Iterator[Scenes]:
    with scenes(chromium, unchanged_meeting.project.folder) as window:
        yield window


@pytest.fixture(scope="module")
def changed(
    chromium: Browser, unchanged_meeting: PlannedProject, language: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scenes]:
    """A copy that is written to."""
    with scenes(chromium, copy_meeting(unchanged_meeting, tmp_path_factory.mktemp("kopi"))) as window:
        yield window


def nodes(window: Scenes) -> list[tuple[str, str, dict[str, Any]]]:
    """(role, name, properties) of all that is read, in its order."""
    session: Any = window.page.context.new_cdp_session(window.page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        (
            node["role"]["value"],
            node.get("name", {}).get("value", "").strip(),
            {each["name"]: each["value"].get("value") for each in node.get("properties", [])},
        )
        for node in tree
        if not node["ignored"]
    ]


@pytest.mark.parametrize("scene", first(*map(str, PLACES)), ids=str)
def test_every_control_has_a_name_in_the_language_of_the_page(window: Scenes, language: str, scene: Scene) -> None:
    window.show(scene)
    read = nodes(window)
    assert [role for role, name, more in read if (more.get("focusable") and role != "RootWebArea") and not name] == []
    assert window.page.evaluate("document.documentElement.lang") == language
    assert {name for role, name, _more in read if role in CONTROLS | {"heading", "dialog", "region"}} & foreign(language) == set()


def foreign(language: str) -> set[str]:
    """The sentences of the page that are of the other language alone."""
    own, other = set(all_texts().values()), {text for _key, text in english()}
    return other - own if language == "da" else {_danish().gettext(text) for text in other} - own


def english() -> list[tuple[str, str]]:
    before = messages._translate, messages._language, messages._translate_plural
    messages.install(str)
    found = list(all_texts().items())
    messages.install(before[0], before[1], before[2])
    return found


@pytest.mark.parametrize("scene", [one for one in first("desk", "doubts", "publishing") if not scene_of(one).dialog], ids=str)
def test_landmarks_and_headings_are_in_order_and_the_place_is_told(window: Scenes, scene: Scene) -> None:
    window.show(scene)
    read = nodes(window)
    landmarks = sorted(role for role, _name, _more in read if role in ("banner", "navigation", "main"))
    assert landmarks == (["banner", "main", "navigation"] if scene.place else ["banner", "main"])
    assert all(name for role, name, _more in read if role in ("navigation", "main", "region", "progressbar"))
    levels = [int(tag[1]) for tag in window.page.evaluate(HEADINGS)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    if scene.place:
        current = window.page.locator("header nav [aria-current=page]")
        assert current.all_inner_texts() == [all_texts()[f"frame.{scene.place}"]]
        assert ("main", all_texts()[f"frame.{scene.place}"]) in [(role, name) for role, name, _more in read]


@pytest.mark.long
@pytest.mark.parametrize("scene", [one for one in first("keys", "everywhere", "times") if scene_of(one).dialog], ids=str)
def test_a_dialog_has_a_name_and_gives_the_focus_back(window: Scenes, scene: Scene) -> None:
    window.show(scene)
    assert [bool(name) for role, name, _more in nodes(window) if role == "dialog"] == [True]
    assert window.page.evaluate("() => document.activeElement.closest('dialog') !== null")
    window.page.keyboard.press("Escape")
    window.page.wait_for_selector("dialog", state="detached")
    if str(scene) != "conflict":  # which nobody opened
        window.page.wait_for_function(GIVEN_BACK)


@pytest.mark.long
def test_search_that_was_opened_from_a_field_gives_the_focus_to_its_caption(window: Scenes) -> None:
    window.show(SCENE["editing"])
    window.page.keyboard.press("Control+h")
    window.page.wait_for_selector("dialog[open]")
    window.page.keyboard.press("Escape")
    window.page.wait_for_function("() => document.activeElement.matches('li[data-cue=\"2\"]')")


def test_what_is_saved_is_said_once_the_keys_rest(changed: Scenes, language: str) -> None:
    changed.show(SCENE["editing"])
    changed.page.keyboard.type("Og ")
    changed.page.wait_for_function(HEARD, arg={"en": r"^Saved \d", "da": r"^Gemt \d"}[language])


def test_what_is_refused_is_said(changed: Scenes, language: str) -> None:
    sentence = {"en": "The disk is full.", "da": "Disken er fuld."}[language]
    answer = {"error": {"message": sentence}}
    changed.page.route("**/captions/edit", lambda route: route.fulfill(status=507, json=answer))
    changed.show(SCENE["editing"])
    changed.page.keyboard.type("Og ")
    changed.page.wait_for_function(HEARD, arg=sentence)
    changed.page.unroute("**/captions/edit")
    changed.show(SCENE["cut"])


@pytest.mark.long
def test_what_waits_for_a_run_is_said(changed: Scenes) -> None:
    changed.page.route("**/captions/edit", lambda route: route.fulfill(status=423, json={"error": {"message": "…"}}))
    changed.show(SCENE["editing"])
    changed.page.keyboard.type("Så ")
    changed.page.wait_for_function(HEARD, arg=all_texts()["frame.waits_run"])
    changed.page.unroute("**/captions/edit")
    changed.show(SCENE["cut"])


@pytest.mark.long
def test_what_a_run_is_at_is_said_by_its_steps(window: Scenes) -> None:
    window.show(SCENE["publishing"])
    window.tell_run(step="check")
    window.page.wait_for_function(HEARD, arg=all_texts()["publish.step_check"])


@pytest.mark.long
def test_the_next_doubt_is_said(window: Scenes, language: str) -> None:
    window.show(SCENE["doubts"])
    window.page.keyboard.press("PageDown")
    shown = window.page.locator("#doubt mark").inner_text()
    number = {"en": r"Doubt \d of \d", "da": r"Tvivl \d af \d"}[language]
    window.page.wait_for_function(HEARD, arg=rf"{number}\. {shown}")


@pytest.mark.long
def test_nothing_moves_where_a_person_wants_no_motion(window: Scenes, language: str) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
        const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(one);
        return animationName !== "none" || transitionDuration !== "0s" || scrollBehavior === "smooth";
    }).map((one) => one.outerHTML.slice(0, 80))"""
    window.page.emulate_media(reduced_motion="reduce")
    for name in ("cut", "doubts", "publishing"):
        window.show(SCENE[name])
        assert window.page.evaluate(moving) == []
        assert window.page.evaluate("document.getAnimations().length") == 0
    window.page.emulate_media(reduced_motion="no-preference")
