"""An older copy of the captions is saved over what was changed on the page: nothing of it is lost without a word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.review.asking import Asking
from tests.review.captions.test_captions_document import VTT, edit, in_file, typed
from tests.steps.planned_project import PlannedProject

OFFERED = "captions/corrections"


def offered(tab: Asking) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tab.get(OFFERED).document["lost"]
    return found


def save_over(project: PlannedProject, copy: str) -> None:
    """As an editor does that has had the file open for a while."""
    project.path(VTT).write_text(copy, encoding="utf-8")


def choose(tab: Asking, places: list[dict[str, Any]], *, put_back: bool) -> int:
    spans = [{"start_us": one["start_us"], "end_us": one["end_us"]} for one in places]
    revision = tab.get("captions").revision
    return tab.send("captions/lost", {"places": spans, "put_back": put_back}, revision).status


def test_after_an_older_copy_was_saved_over_edits_of_the_page_all_are_offered(captioned: PlannedProject, tab: Asking) -> None:
    copy = captioned.text(VTT)
    edit(tab, tab.get("captions").revision, kind="split", cue=0, words=2)
    typed(tab, 3, "Helt andre ord, som ingen har sagt")
    edited = in_file(captioned)
    save_over(captioned, copy)
    assert [one["fits"] for one in offered(tab)] == [True, True]
    put = tab.send(OFFERED, {}, tab.get("captions").revision)
    assert (put.status, in_file(captioned), offered(tab)) == (200, edited, [])
    assert put.document["undo"]
    tab.send("captions/undo", {}, put.revision)
    assert captioned.text(VTT) == copy


def test_what_the_copy_has_elsewhere_stays_and_another_server_offers_the_same(captioned: PlannedProject, tab: Asking) -> None:
    copy = captioned.text(VTT)
    typed(tab, 0, "Velkommen alle sammen")
    save_over(captioned, copy.replace("Anne", "Anna"))
    later = Asking(captioned.project.folder)
    (lost,) = offered(later)
    assert choose(later, [lost], put_back=True) == 200
    assert in_file(captioned)[0] == "Velkommen alle sammen"
    assert "Anna" in captioned.text(VTT)


def test_a_caption_that_both_changed_is_put_back_only_by_itself(captioned: PlannedProject, tab: Asking) -> None:
    copy, first = captioned.text(VTT), in_file(captioned)[0]
    word = first.split()[-1]
    typed(tab, 0, f"{first} igen")
    save_over(captioned, copy.replace(word, "overmorgen.", 1))
    (lost,) = offered(tab)
    assert not lost["fits"]
    assert tab.send(OFFERED, {}, tab.get("captions").revision).document["splices"] == []
    assert choose(tab, [lost], put_back=True) == 200
    assert in_file(captioned)[0] == f"{first} igen"


def test_what_the_file_has_is_left_only_where_it_is_the_file_that_was_shown(captioned: PlannedProject, tab: Asking) -> None:
    copy, first = captioned.text(VTT), in_file(captioned)[0]
    typed(tab, 0, f"{first} igen")
    save_over(captioned, copy.replace(first.split()[-1], "overmorgen.", 1))
    shown = tab.get(OFFERED)
    (lost,) = shown.document["lost"]
    save_over(captioned, copy.replace(first.split()[-1], "helt andet.", 1))
    places = [{"start_us": lost["start_us"], "end_us": lost["end_us"]}]
    refused = tab.send("captions/lost", {"places": places, "put_back": False}, shown.revision)
    assert (refused.status, len(offered(tab))) == (412, 1)


def test_what_is_left_as_the_file_has_it_is_offered_no_more(captioned: PlannedProject, tab: Asking) -> None:
    copy = captioned.text(VTT)
    typed(tab, 0, "Velkommen alle")
    save_over(captioned, copy)
    assert choose(tab, offered(tab), put_back=False) == 200
    assert offered(tab) == offered(Asking(captioned.project.folder)) == []
    assert captioned.text(VTT) == copy


def test_an_editor_who_goes_on_from_the_pages_captions_is_offered_nothing(captioned: PlannedProject, tab: Asking) -> None:
    typed(tab, 0, "Velkommen alle")
    save_over(captioned, captioned.text(VTT).replace("Velkommen alle", "Velkommen alle sammen"))
    assert offered(tab) == []


@pytest.mark.parametrize("goes_on", [False, True])
def test_edits_that_were_discarded_for_captions_made_anew_are_not_offered(
    captioned: PlannedProject, tab: Asking, goes_on: bool
) -> None:
    edit(tab, tab.get("captions").revision, kind="split", cue=0, words=2)
    captioned.context = replace(captioned.context, discard_edits=(VTT,))
    captioned.run("plan", "caption")
    if goes_on:
        typed(tab, 5, "Noget andet")
    assert offered(tab) == []
