"""The doubts as the page asks about them: where they stand, what is decided of them, and that this is taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.plan.spoken import spoken
from tests.review.asking import Asking
from tests.review.captions.made_captions import SAID
from tests.steps.planned_project import PlannedProject
from vbn_video.settings.lexicon.danish_lexicon import Knows

VTT = "captions.da.vtt"
WRONG = {"vindmøller": "vinmølr", "kysten.": "kystn.", "havnen": "haunen"}


@pytest.fixture
def doubtful(captioned: PlannedProject, knows: Knows) -> Asking:
    """Captions of which some words were heard wrongly, and not surely."""
    assert knows("og")
    words = spoken(SAID, 20_000_000)
    captioned.say(tuple(replace(word, text=WRONG[word.text], probability=0.2) if word.text in WRONG else word for word in words))
    captioned.run("plan", "caption")
    return Asking(captioned.project.folder)


def test_each_doubt_lies_in_the_captions_where_it_says(doubtful: Asking) -> None:
    cues = doubtful.get("captions").document["cues"]
    found = doubtful.get("doubts")
    assert found.revision == doubtful.get("captions").revision
    doubts = [doubt for group in found.document["groups"] for doubt in group["doubts"]]
    for doubt in doubts:
        words = " ".join(cues[doubt["cue"]]["lines"]).split()
        assert " ".join(words[doubt["first"] : doubt["first"] + doubt["count"]]) == doubt["text"]
    assert {"vinmølr"} <= {doubt["text"] for doubt in doubts}


def test_what_is_right_is_not_asked_again_over_a_reload_until_that_is_undone(doubtful: Asking, captioned: PlannedProject) -> None:
    (group, *_others) = doubtful.get("doubts").document["groups"]
    keys = [doubt["key"] for doubt in group["doubts"]]
    settled = doubtful.send("doubts/settle", {"keys": keys})
    assert settled.status == 200 and settled.document["undo"]
    later = Asking(captioned.project.folder)
    left = later.get("doubts").document
    assert group["key"] not in [one["key"] for one in left["groups"]]
    assert left["settled"] == len(keys)
    later.send("captions/undo", {}, later.get("captions").revision)
    assert group["key"] in [one["key"] for one in later.get("doubts").document["groups"]]


def test_a_doubt_that_is_replaced_is_decided_and_the_others_keep_their_keys(doubtful: Asking) -> None:
    groups = doubtful.get("doubts").document["groups"]
    (doubt,) = (doubt for group in groups for doubt in group["doubts"] if doubt["text"] == "vinmølr")
    place = {"cue": doubt["cue"], "first": doubt["first"], "count": 1, "text": "vindmøller"}
    sent = {"kind": "replace", "places": [place], "settle": [doubt["key"]]}
    assert doubtful.send("captions/edit", sent, doubtful.get("captions").revision).status == 200
    left = {group["key"] for group in doubtful.get("doubts").document["groups"]}
    assert left == {group["key"] for group in groups} - {doubt["key"]}


def test_the_candidates_of_a_doubt_come_with_what_the_lexicon_proposes(doubtful: Asking) -> None:
    (doubt,) = (one for group in doubtful.get("doubts").document["groups"] for one in group["doubts"] if one["text"] == "vinmølr")
    found = doubtful.get(f"doubts/{doubt['key']}/candidates")
    assert found.status == 200
    assert all(set(one) == {"text", "source"} and one["text"] != "vinmølr" for one in found.document["candidates"])
    assert doubtful.get("doubts/nothing/candidates").status == 400


def test_captions_of_which_nothing_is_known_have_no_doubts(captioned: PlannedProject) -> None:
    for name in ("recording.json", "words.json", "steps.json", "edit.json"):
        captioned.path(name).unlink()
    assert Asking(captioned.project.folder).get("doubts").document["groups"] == []


def doubted(asking: Asking) -> list[str]:
    return sorted(doubt["text"] for group in asking.get("doubts").document["groups"] for doubt in group["doubts"])


def test_what_a_person_wrote_is_not_doubted_though_the_cut_and_the_keys_are_others(
    doubtful: Asking, captioned: PlannedProject
) -> None:
    (doubt,) = (
        doubt for group in doubtful.get("doubts").document["groups"] for doubt in group["doubts"] if doubt["text"] == "vinmølr"
    )
    place = {"cue": doubt["cue"], "first": doubt["first"], "count": 1, "text": "vinmøllerne"}
    sent = {"kind": "replace", "places": [place], "settle": ["a key of before"]}
    assert doubtful.send("captions/edit", sent, doubtful.get("captions").revision).status == 200
    left = doubted(doubtful)
    assert "vinmøllerne" not in left
    assert left
    captioned.asking(start_s=18.0)
    captioned.run("plan", "caption")
    assert "vinmøllerne" in captioned.text(VTT)
    assert doubted(Asking(captioned.project.folder)) == left


def test_the_page_is_told_which_cut_the_captions_were_made_for(captioned: PlannedProject, tab: Asking) -> None:
    before = tab.get("captions").document["cut"]
    (kept,) = captioned.plan.kept
    assert before == {"kept": [[kept.start_us, kept.end_us]], "intro_us": captioned.plan.intro_us, "is_earlier": False}
    captioned.asking(start_s=kept.start_us / 1e6 + 3)
    captioned.run("plan")
    assert captioned.plan.kept[0].start_us != kept.start_us
    assert tab.get("captions").document["cut"] == {**before, "is_earlier": True}
    captioned.run("caption")
    after = tab.get("captions").document["cut"]
    assert (after["kept"][0][0], after["is_earlier"]) == (captioned.plan.kept[0].start_us, False)
