"""The chapters over HTTP: what a row shows, and that what is typed is the file that runs keep."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.places.conftest import Desk
from vbn_video.formats.vtt import parse_chapters

US = 1_000_000


def rows(desk: Desk) -> list[tuple[int, str]]:
    return [(row["start_us"], row["title"]) for row in desk.get("chapters").body["chapters"]]


def put(desk: Desk, *chapters: tuple[int, str]) -> dict[str, object]:
    body = {"chapters": [{"start_us": start_us, "title": title} for start_us, title in chapters]}
    answered = desk.send("chapters", body, method="PUT")
    return {"status": answered.status, **answered.body}


def test_a_row_has_its_time_title_source_and_the_still_of_its_place_in_the_recording(desk: Desk) -> None:
    put(desk, (0, "Velkommen"), (30 * US, "Oplæg"))
    shown = desk.get("chapters").body
    first, second = shown["chapters"]
    plan = desk.made.plan
    there_us = plan.kept[0].start_us + 30 * US - plan.intro_us
    assert (first["title"], first["recording_us"]) == ("Velkommen", None)  # in the intro
    assert (second["recording_us"], second["source"]) == (there_us, "written by you")
    assert second["still"] == f"/media/{desk.key}/still/{there_us + 2 * US}.jpg"
    assert shown["duration_us"] == desk.made.plan.duration_us


def test_what_is_typed_is_put_in_order_written_and_kept_by_the_next_run(desk: Desk) -> None:
    put(desk, (60 * US, "Spørgsmål"), (0, "  Velkommen  til "), (30 * US, "Løn & <vilkår>"))
    wanted = [(0, "Velkommen til"), (30 * US, "Løn & <vilkår>"), (60 * US, "Spørgsmål")]
    assert rows(desk) == wanted
    desk.made.run("plan")
    assert rows(desk) == wanted
    assert "chapters.vtt was edited by hand" in desk.made.notices


def test_the_platforms_rules_are_said_and_what_breaks_them_is_saved_all_the_same(desk: Desk) -> None:
    answered = put(desk, (5 * US, "A"), (8 * US, "B"))
    problems = " ".join(answered["problems"])  # type: ignore[arg-type]
    assert "must begin at 0:00" in problems and "at least three" in problems and "shorter than 10 seconds" in problems
    assert rows(desk) == [(5 * US, "A"), (8 * US, "B")]
    assert put(desk, (0, "A"), (20 * US, "B"), (40 * US, "C"))["problems"] == []


def test_no_chapters_at_all_is_a_list_too(desk: Desk) -> None:
    assert put(desk)["problems"] == []
    assert rows(desk) == []
    desk.made.run("plan")
    assert rows(desk) == []


def test_notes_and_styles_around_the_titles_stay_where_they_are(desk: Desk) -> None:
    head = "WEBVTT\n\nSTYLE\n::cue { color: lime }\n\nNOTE Titler er aftalt med Anne\n\n"
    cues = ["00:00:00.000 --> 00:00:30.000\nVelkommen\n\n", "00:00:30.000 --> 00:01:00.000\n<i>Oplæg</i>\n\n"]
    note, last = "NOTE spørgsmål kom for sent\n\n", "00:01:00.000 --> 00:01:10.000\nSpørgsmål\n\n"
    desk.made.path("chapters.vtt").write_text(f"{head}{cues[0]}{cues[1]}{note}{last}NOTE slut\n", encoding="utf-8")
    put(desk, (0, "Velkommen"), (20 * US, "Nyt"), (30 * US, "Oplæg"), (62 * US, "Jeres spørgsmål"))
    text = desk.made.text("chapters.vtt")
    assert text.startswith(head)
    assert "00:00:30.000 --> 00:01:02.000\n<i>Oplæg</i>\n\nNOTE spørgsmål kom for sent\n\n00:01:02.000" in text
    assert text.endswith("Jeres spørgsmål\n\nNOTE slut\n")
    put(desk)
    assert (text := desk.made.text("chapters.vtt")).startswith(head)
    assert note in text and "NOTE slut" in text and "-->" not in text


@pytest.mark.parametrize("chapters", [[(500 * US, "A")], [(0, "  ")], [(-1, "A")], [(0, "x" * 600)]])
def test_what_can_not_be_is_refused_in_a_sentence_and_changes_nothing(desk: Desk, chapters: list[tuple[int, str]]) -> None:
    before = desk.made.text("chapters.vtt")
    assert put(desk, *chapters)["status"] == 400
    assert desk.made.text("chapters.vtt") == before


def test_after_the_cut_was_changed_they_are_said_to_be_of_the_earlier_one(desk: Desk) -> None:
    assert desk.get("chapters").body["stale"] is False
    desk.send("cut", {"start_us": 15 * US})
    assert desk.get("chapters").body["stale"] is True


def test_a_change_made_for_an_earlier_revision_is_refused_with_what_stands_there(desk: Desk) -> None:
    before = desk.get("chapters").revision
    put(desk, (0, "Velkommen"))
    body = {"chapters": [{"start_us": 0, "title": "Andet"}]}
    refused = desk.send("chapters", body, before, method="PUT")
    assert (refused.status, refused.body["current"]["chapters"][0]["title"]) == (412, "Velkommen")
    assert rows(desk) == [(0, "Velkommen")]


titles = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 80_000), titles), max_size=8, unique_by=lambda one: one[0]))
def test_whatever_titles_are_typed_stand_in_the_file(desk: Desk, typed: list[tuple[int, str]]) -> None:
    answered = put(desk, *((at_ms * 1000, title) for at_ms, title in typed))
    assert answered["status"] == 200
    parsed = parse_chapters(desk.made.text("chapters.vtt"))
    assert parsed.problems == ()
    assert [chapter.start_us for chapter in parsed.chapters] == sorted(at_ms * 1000 for at_ms, _title in typed)
