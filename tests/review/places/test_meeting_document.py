"""The words about the meeting over HTTP: comments and order survive, what is not allowed is named by its field."""

from __future__ import annotations

import tomllib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.review.places.conftest import Desk
from vbn_video.publish.ledger import LEDGER_FILE, Ledger, LedgerEntry
from vbn_video.review.documents.meeting_values import with_values
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.meeting_text import new_meeting_toml

TYPED = """\
# Vores egen bemærkning
theme = "Temamøde"   # bag linjen
title = 'Et møde'

speakers = ["Anne Holm"]
date = 2024-01-31

# Før dagsordenen
[[agenda]]
title = "Velkommen"   # bliver
time = 09:15:00
"""


@pytest.fixture
def typed(desk: Desk) -> Desk:
    desk.made.path("meeting.toml").write_text(TYPED, encoding="utf-8")
    return desk


def put(desk: Desk, **values: object) -> Any:
    answered = desk.send("meeting", {"values": values}, method="PUT")
    assert answered.status == 200, answered.body
    return answered.body


def test_one_changed_field_leaves_every_other_byte_as_it_stands(typed: Desk) -> None:
    put(typed, title="Et nyt »møde«")
    assert typed.made.text("meeting.toml") == TYPED.replace("'Et møde'", '"Et nyt »møde«"')


def test_values_that_stand_there_already_write_nothing_else(typed: Desk) -> None:
    values = typed.get("meeting").body["values"]
    put(typed, **values)
    assert typed.made.text("meeting.toml") == TYPED


def test_agenda_and_links_are_written_as_tables_and_comments_elsewhere_survive(typed: Desk) -> None:
    agenda = [{"title": "Velkommen", "time": "09:15"}, {"title": "Oplæg", "time": None}]
    put(typed, agenda=agenda, links=[{"title": "Slides", "url": "https://example.org/a.pdf"}])
    text = typed.made.text("meeting.toml")
    assert "# Vores egen bemærkning" in text and "# bag linjen" in text
    words = tomllib.loads(text)
    assert words["agenda"] == [{"title": "Velkommen", "time": "09:15"}, {"title": "Oplæg"}]
    assert words["links"] == [{"title": "Slides", "url": "https://example.org/a.pdf"}]


def test_what_is_not_allowed_is_named_by_its_field_and_the_rest_is_saved(typed: Desk) -> None:
    body = put(typed, theme="Fyraften", date="31/1", agenda=[{"title": "A", "time": "kvart over"}])
    named = {problem["key"]: problem["sentence"] for problem in body["problems"]}
    assert set(named) == {"date", "agenda.0.time"}
    assert "2024-01-31" in named["date"]
    words = tomllib.loads(typed.made.text("meeting.toml"))
    assert (words["theme"], str(words["date"]), words["agenda"][0]["title"]) == ("Fyraften", "2024-01-31", "Velkommen")


def test_a_link_that_the_page_would_not_show_is_said(typed: Desk) -> None:
    body = put(typed, links=[{"title": "x", "url": "javascript:alert(1)"}])
    assert [problem["key"] for problem in body["problems"]] == ["links.0.url"]


def test_an_empty_date_is_taken_out(typed: Desk) -> None:
    put(typed, date=None)
    assert "date" not in tomllib.loads(typed.made.text("meeting.toml"))


def test_without_a_file_the_one_that_a_run_would_write_is_written_with_its_explanations(desk: Desk) -> None:
    shown = desk.get("meeting")
    assert shown.revision == "none" and shown.body["values"]["title"]
    put(desk, title="Temamøde om løn")
    text = desk.made.text("meeting.toml")
    assert tomllib.loads(text)["title"] == "Temamøde om løn"
    assert text.startswith("# What intro, page and chapters say")


def test_a_file_that_can_not_be_read_is_said_and_left_alone(desk: Desk) -> None:
    desk.made.path("meeting.toml").write_text("title = uden gåseøjne\n", encoding="utf-8")
    shown = desk.get("meeting")
    assert "meeting.toml" in shown.body["problem"] and shown.body["values"] is None
    assert desk.send("meeting", {"values": {"title": "A"}}, method="PUT").status == 400
    assert desk.made.text("meeting.toml") == "title = uden gåseøjne\n"


def test_it_says_whether_a_video_with_this_intro_is_out(desk: Desk) -> None:
    assert not desk.get("meeting").body["published"]
    Ledger(desk.made.path(LEDGER_FILE)).put(LedgerEntry("website", "/site", "abc", "published", "slug"))
    assert desk.get("meeting").body["published"]


def test_a_change_made_for_an_earlier_revision_is_refused_with_what_stands_there(typed: Desk) -> None:
    before = typed.get("meeting").revision
    put(typed, title="Første")
    refused = typed.send("meeting", {"values": {"title": "Anden"}}, before, method="PUT")
    assert (refused.status, refused.body["current"]["values"]["title"]) == (412, "Første")
    assert 'title = "Første"' in typed.made.text("meeting.toml")


def test_the_intro_is_drawn_with_the_words_that_are_typed(desk: Desk) -> None:
    address = f"/media/{desk.key}/intro.jpg"
    pictures = [
        desk.client.get(address, params={"title": title, "speakers": "Anne\nBo"}) for title in ("Et møde", "Et andet møde")
    ]
    assert [picture.headers["content-type"] for picture in pictures] == ["image/jpeg"] * 2
    assert Image.open(BytesIO(pictures[0].content)).size == (1280, 720)
    assert pictures[0].content != pictures[1].content
    markup = desk.client.get(address, params={"title": "<b>{{ 7 * 7 }}</b>\u202e", "date": "i går"})
    assert markup.status_code == 200


plain = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn")), max_size=40)
values = st.fixed_dictionaries(
    {},
    optional={
        "title": plain,
        "theme": plain,
        "host": plain,
        "description": st.lists(plain, max_size=3).map("\n".join),
        "speakers": st.lists(plain, max_size=3),
        "date": st.dates().map(str) | st.none(),
        "agenda": st.lists(
            st.fixed_dictionaries({"title": plain, "time": st.sampled_from([None, "09:15", "+0:15:00"])}), max_size=3
        ),
        "links": st.lists(st.fixed_dictionaries({"title": plain, "url": plain}), max_size=3),
    },
)


@settings(max_examples=150, deadline=None)
@given(values, st.sampled_from([TYPED, new_meeting_toml({}, None, "da")]))
def test_whatever_is_typed_is_what_the_file_says_and_its_comments_survive(typed: dict[str, Any], text: str) -> None:
    after = with_values(text, typed)
    read = Meeting.model_validate(tomllib.loads(after)).model_dump(mode="json")
    wanted = Meeting.model_validate(typed).model_dump(mode="json", include=set(typed))
    assert {key: read[key] for key in typed} == wanted
    outside = [line for line in text.partition("\n[[agenda]]")[0].splitlines() if line.startswith("#")]
    assert [line for line in outside if line not in after.splitlines()] == []
