"""What YouTube is told of a meeting: as a careful person would have written it, and never more than it takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from tests.publish.made_meeting import CHAPTERS, DURATION_US, MEETING
from vbn_video.clock import US_PER_S
from vbn_video.decisions import Chapter
from vbn_video.errors import InputError
from vbn_video.publish.youtube.texts.chapter_lines import chapter_lines, parse_chapter_lines
from vbn_video.publish.youtube.texts.limits import ComposedMetadata, check_templates, compose_metadata
from vbn_video.publish.youtube.texts.visibility import Visibility
from vbn_video.settings.meeting import Link, Meeting
from vbn_video.settings.preset import Website, Youtube
from vbn_video.untrusted.visible_text import without_acting

PAGE = "https://www.eksempel.dk/video/2020-12-08-hr/"
WEBSITE = Website(base_url="https://www.eksempel.dk/video/")
NOW = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)

BY_HAND = """\
Temamøde · 8. december 2020 · Virtuel Business Netværk
Mødets side med udskrift: https://www.eksempel.dk/video/2020-12-08-hr/

Hvordan forbereder man den samtale, man helst vil undgå? Et oplæg om de fem faser, med eksempler fra små virksomheder på \
Djursland.

Bagefter var der tid til spørgsmål.

Oplæg ved Anne Østergård og Bo Åkjær
Vært: Carl Æbelø

Slides fra mødet: https://eksempel.dk/slides.pdf

Kapitler
0:00 Velkommen og program
0:14 Derfor taler vi om det
0:40 Hvad gør man, når den anden bliver vred?
0:54 De fem faser
1:37 Erfaringer og afrunding"""


def told(
    meeting: Meeting = MEETING,
    chapters: tuple[Chapter, ...] = CHAPTERS,
    website: Website = WEBSITE,
    page: str = PAGE,
    duration_us: int = DURATION_US,
    public: bool = False,
    **settings: Any,
) -> ComposedMetadata:
    youtube = Youtube(**settings)
    return compose_metadata(
        meeting,
        youtube,
        website,
        chapters=chapters,
        duration_us=duration_us,
        page=page,
        visibility=Visibility.of(youtube, public=public),
        now=NOW,
    )


def about(**changes: Any) -> Meeting:
    return MEETING.model_copy(update=changes)


def description(*arguments: Any, **settings: Any) -> str:
    return told(*arguments, **settings).metadata.description


def refused(**settings: Any) -> str:
    with pytest.raises(InputError) as caught:
        told(**settings)
    return caught.value.message


def test_the_made_meeting_is_told_as_one_would_by_hand() -> None:
    made = told()
    assert made.metadata.title == "HR og den vanskelige samtale"
    assert made.metadata.description == BY_HAND
    assert (made.metadata.language, made.metadata.category, made.metadata.privacy) == ("da", "27", "private")
    assert made.notices == ()


def test_what_is_not_known_leaves_no_hole() -> None:
    bare = Meeting(title="Møde", date=dt.date(2020, 12, 8))
    assert description(bare, (), page="") == "8. december 2020 · Virtuel Business Netværk"
    assert description(about(speakers=(), links=(), theme=""), (), page="").split("\n\n")[-1] == "Vært: Carl Æbelø"


def test_dates_and_lists_follow_the_websites_language() -> None:
    text = description(website=Website(language="en"))
    assert "8 December 2020" in text and "Anne Østergård and Bo Åkjær" in text


def test_a_page_that_only_this_machine_can_see_is_not_linked() -> None:
    assert "file:" not in description(page="file:///home/a/site/index.html")


def test_wrapped_lines_are_joined_and_paragraphs_stay() -> None:
    text = description(about(description="En\nsætning.\n\n\n\nEn til.\n"), (), description="{{ description }}")
    assert text == "En sætning.\n\nEn til."


# --- links -------------------------------------------------------------------------------------------------------------


def test_a_link_that_is_none_is_left_out_and_said() -> None:
    made = told(about(links=(Link(title="Ond", url="javascript:alert(1)"), Link(title="Slides", url="https://x.dk/a<b> c"))))
    assert "javascript" not in made.metadata.description
    assert "Slides: https://x.dk/a%3Cb%3E%20c" in made.metadata.description
    assert ["javascript:alert(1)" in notice for notice in made.notices] == [True]


def test_a_mail_address_stands_without_its_scheme() -> None:
    text = description(about(links=(Link(title="Skriv", url="mailto:post@eksempel.dk?subject=Hej"),)))
    assert "Skriv: post@eksempel.dk\n" in text


# --- titles ------------------------------------------------------------------------------------------------------------


def test_a_long_title_is_cut_at_a_word_and_said() -> None:
    made = told(about(title="Samtaler " * 20))
    assert made.metadata.title == "Samtaler " * 10 + "Samtaler…"
    assert "100" in made.notices[0] and made.metadata.title in made.notices[0]


def test_a_title_of_a_hundred_characters_is_whole() -> None:
    assert told(about(title="å" * 100)).metadata.title == "å" * 100
    assert told(about(title="å" * 101)).metadata.title == "å" * 99 + "…"


def test_a_title_is_one_line() -> None:
    assert told(title="{{ title }}\n\n med  {{ speakers }}\u2028\x07!").metadata.title.endswith(
        "samtale med Anne Østergård og Bo Åkjær !"
    )


def test_angle_brackets_get_look_alikes_and_it_is_said() -> None:
    made = told(about(title="A < B", description="C > D"))
    assert made.metadata.title == "A ‹ B" and "C › D" in made.metadata.description
    assert len(made.notices) == 2


def test_the_network_and_its_address_can_be_named() -> None:
    assert told(title="{{ network }}: {{ website }}").metadata.title == "Virtuel Business Netværk: www.eksempel.dk/video"


def test_angle_brackets_in_a_templates_logic_are_no_ones_business() -> None:
    assert told(description="{% if 1 < 2 %}ja{% endif %}").notices == ()


def test_a_name_that_macos_took_apart_is_put_together() -> None:
    assert told(about(title="A\u030aret der gik")).metadata.title == "Året der gik"


@pytest.mark.parametrize("title", ["", " \n ", "\u200b\x00"])
def test_a_title_of_nothing_is_refused(title: str) -> None:
    assert "--title" in refused(meeting=about(title=title))


# --- lengths -----------------------------------------------------------------------------------------------------------


def test_the_meetings_own_words_give_way_and_the_rest_is_whole() -> None:
    made = told(about(description="Ærlig snak om det svære. " * 500))
    assert 4950 < len(made.metadata.description.encode()) <= 5000
    blocks, by_hand = made.metadata.description.split("\n\n"), BY_HAND.split("\n\n")
    assert (blocks[0], blocks[2:]) == (by_hand[0], by_hand[3:])
    assert blocks[1].endswith(("snak…", "om…", "det…", "svære…", "Ærlig…"))
    assert [("5000" in notice, "cut" in notice) for notice in made.notices] == [(True, True)]


def test_chapters_that_there_is_no_room_for_are_left_out_whole() -> None:
    chapters = tuple(Chapter(index * 20 * US_PER_S, f"Kapitel {index} " + "æ" * 40) for index in range(60))
    made = told(chapters=chapters, duration_us=1200 * US_PER_S)
    assert made.metadata.description == BY_HAND[: BY_HAND.index("\n\nKapitler")]
    assert ["no room" in notice for notice in made.notices] == [True]


def test_a_text_that_cannot_give_way_is_cut_at_a_word() -> None:
    links = tuple(Link(title=f"Link {index}", url=f"https://eksempel.dk/{index}/" + "a" * 80) for index in range(60))
    text = description(about(links=links), ())
    assert len(text.encode()) <= 5000
    assert text.endswith("…") and text.split("\n")[-1][:-1] in (f"Link {index}" for index in range(60))


# --- chapters ----------------------------------------------------------------------------------------------------------


def test_times_in_the_text_are_not_taken_for_chapters() -> None:
    made = told(about(description="Vi mødes kl. 9:15, se https://x.dk/?t=9:15."))
    assert "kl. 9.15, se https://x.dk/?t=9:15." in made.metadata.description
    assert parse_chapter_lines(made.metadata.description, DURATION_US) != ()
    assert ["9.15" in notice for notice in made.notices] == [True]


def test_without_chapters_times_stay_as_they_are() -> None:
    assert told(about(description="Vi mødes kl. 9:15."), ()).notices == ()
    assert "9:15" in description(about(description="Vi mødes kl. 9:15."), ())


def test_too_few_chapters_are_none_and_it_is_said() -> None:
    made = told(chapters=CHAPTERS[:2])
    assert "Kapitler" not in made.metadata.description
    assert ["three" in notice for notice in made.notices] == [True]


def test_a_chapter_without_a_title_is_left_out_and_said() -> None:
    made = told(chapters=(*CHAPTERS[:2], Chapter(CHAPTERS[2].start_us, " "), *CHAPTERS[3:]))
    assert len(parse_chapter_lines(made.metadata.description, DURATION_US)) == 4
    assert [notice.endswith(": 1.") for notice in made.notices] == [True]


def test_chapters_that_a_person_wrote_are_the_ones_that_stay() -> None:
    made = told(description="0:00 Mit\n0:20 Eget\n0:50 Valg\n\n{{ chapters }}")
    assert made.metadata.description == "0:00 Mit\n0:20 Eget\n0:50 Valg"
    assert ["of its own" in notice for notice in made.notices] == [True]


@pytest.mark.parametrize(
    "template", ["Kapitler: {{ chapters }}", "{{ chapters | replace('\\n', ', ') }}", "{{ chapters }}{{ chapters }}"]
)
def test_a_template_that_spoils_the_chapters_goes_without_them(template: str) -> None:
    made = told(description=template)
    assert "Velkommen" not in made.metadata.description
    assert ["line of its own" in notice for notice in made.notices] == [True]


def test_a_template_without_chapters_is_somebodys_choice() -> None:
    assert told(description="{{ description }}").notices == ()


# --- the laws ----------------------------------------------------------------------------------------------------------

WORDS = st.text(max_size=80).map(without_acting) | st.sampled_from(
    ["Kl. 9:15", "<b>", "a\r\nb", "\u200b", "æ" * 200, "ord " * 60, "0:00 x"]
)
LONG = st.text(max_size=300).map(without_acting) | st.builds(lambda text, times: text * times, WORDS, st.integers(1, 300))
MEETINGS = st.builds(
    Meeting.model_construct,  # whatever the rule of what is read lets through
    title=LONG,
    theme=WORDS,
    date=st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)),
    speakers=st.lists(WORDS, max_size=4).map(tuple),
    host=WORDS,
    description=LONG,
    links=st.lists(
        st.builds(Link.model_construct, title=WORDS, url=WORDS.map("https://x.dk/".__add__) | st.just("javascript:x")),
        max_size=30,
    ).map(tuple),
)


def chapters_of(lengths: list[int], titles: list[str]) -> tuple[Chapter, ...]:
    starts = [sum(lengths[:index]) * US_PER_S for index in range(len(lengths))]
    return tuple(Chapter(start_us, title) for start_us, title in zip(starts, titles, strict=False))


ANY_CHAPTERS = st.builds(chapters_of, st.lists(st.integers(8, 200), max_size=90), st.lists(WORDS, max_size=90)) | st.builds(
    chapters_of,
    st.lists(st.integers(10, 30), min_size=3, max_size=90),
    st.lists(st.sampled_from(["Velkommen", "Kl. 9:15 <pause>", "æ" * 49]), min_size=3, max_size=90),
)


@given(MEETINGS, ANY_CHAPTERS, st.sampled_from(["", PAGE]))
@example(MEETING, CHAPTERS, PAGE)
def test_youtubes_limits_are_kept_whatever_the_meeting_says(meeting: Meeting, chapters: tuple[Chapter, ...], page: str) -> None:
    try:
        made = told(meeting, chapters, page=page, duration_us=3600 * US_PER_S).metadata
    except InputError as error:
        assume("no title" not in error.message)
        raise
    assert 1 <= len(made.title) <= 100 and made.title == made.title.strip() and "\n" not in made.title
    assert len(made.description.encode()) <= 5000
    assert not set("<>\r\x00") & set(made.title + made.description)
    assert all(line == line.rstrip() for line in made.description.split("\n"))
    assert "\n\n\n" not in made.description and made.description == made.description.strip("\n")


@given(MEETINGS, ANY_CHAPTERS)
@example(MEETING, CHAPTERS)
def test_chapters_are_whole_and_readable_or_not_there(meeting: Meeting, chapters: tuple[Chapter, ...]) -> None:
    duration_us = 3600 * US_PER_S
    text = description(meeting.model_copy(update={"title": "T"}), chapters, duration_us=duration_us)
    lines = chapter_lines(chapters, duration_us)
    read = parse_chapter_lines(text, duration_us)
    event("chapters" if read else "none of them" if lines else "none")
    if lines:
        assert read in ((), parse_chapter_lines(lines, duration_us))
        assert bool(read) == text.endswith("Kapitler\n" + lines) == (lines in text)


# --- tags --------------------------------------------------------------------------------------------------------------


def test_tags_are_taken_once_each_and_apart_at_commas() -> None:
    assert told(tags=("netværk", "hr, ledelse ", "HR", "", "den  svære\nsamtale", "<a>")).metadata.tags == (
        "netværk",
        "hr",
        "ledelse",
        "den svære samtale",
        "‹a›",
    )


def test_tags_are_counted_as_youtube_does() -> None:
    room = 500 - len("vbn-0123456789ab,vbn-r-0123456789ab") - len(",")
    assert told(tags=("a" * room,)).metadata.tags == ("a" * room,)
    assert "501" in refused(tags=("a" * (room + 1),))
    assert "502" in refused(tags=("a " + "b" * (room - 2),))
    assert "501" in refused(tags=("a" * (room - 1), "b"))


@given(st.lists(WORDS, max_size=30))
def test_tags_are_within_the_limit_or_refused(tags: list[str]) -> None:
    try:
        found = told(tags=tuple(tags)).metadata.tags
    except InputError:
        return
    sent = [*found, "vbn-0123456789ab", "vbn-r-0123456789ab"]
    assert len(",".join(f'"{tag}"' if " " in tag else tag for tag in sent)) <= 500


# --- who sees it, and when ---------------------------------------------------------------------------------------------


def test_a_local_time_is_told_in_utc() -> None:
    made = told(publish_at="2026-12-01 09:00").metadata
    assert (made.privacy, made.publish_at) == ("private", "2026-12-01T08:00:00Z")
    assert told(publish_at="2027-07-01 09:00").metadata.publish_at == "2027-07-01T07:00:00Z"
    assert told(about(timezone="America/Nuuk"), publish_at="2026-12-01 09:00").metadata.publish_at == "2026-12-01T11:00:00Z"
    assert told(publish_at="2026-12-01T09:00+00:00").metadata.publish_at == "2026-12-01T09:00:00Z"


def test_a_time_that_is_past_is_refused() -> None:
    assert "2026-11-30 13:00" in refused(publish_at="2026-11-30 13:00")
    assert told(publish_at="2026-11-30 13:01").metadata.publish_at == "2026-11-30T12:01:00Z"


@pytest.mark.parametrize("privacy", ["private", "unlisted", "public"])
def test_only_the_preset_or_public_makes_it_public(privacy: str) -> None:
    assert told(privacy=privacy).metadata.privacy == privacy
    assert told(privacy=privacy, public=True).metadata.privacy == "public"


def test_public_goes_with_no_time() -> None:
    assert "--public" in refused(public=True, publish_at="2026-12-01 09:00")


def test_a_video_over_twelve_hours_is_refused() -> None:
    assert told(duration_us=12 * 3600 * US_PER_S, chapters=())
    assert "12:00:01" in refused(duration_us=43_201 * US_PER_S)


# --- templates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ titel }}", ["titel is not known there", "title, theme, date"]),
        ("a\n{% if title %}", ["line 2", "endif is missing"]),
        ("{{ 1 / 0 }}", ["/ can't be used in it"]),
        ("{{ title + 1 }}", ["can't be filled"]),
        ("{{ title.__class__ }}", [".__class__ can't be used in it"]),
        ("{{ links[7].url }}", ["can't be filled"]),
    ],
)
@pytest.mark.parametrize("key", ["title", "description"])
def test_a_template_that_cannot_be_filled_says_which_and_why(key: str, template: str, words: list[str]) -> None:
    message = refused(**{key: template})
    assert message.startswith(f"[youtube] {key} ")
    assert [word for word in words if word not in message] == []


def test_the_shipped_templates_will_do_for_any_meeting() -> None:
    check_templates(Youtube(), Website())


@pytest.mark.parametrize("settings", [{"title": "{{ titel }}"}, {"description": "{% for %}"}, {"tags": ("x" * 500,)}])
def test_what_will_not_do_is_seen_before_the_work(settings: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        check_templates(Youtube(**settings), Website())


def test_a_template_may_be_one_that_only_some_meetings_fill() -> None:
    check_templates(Youtube(description="{% if links %}{{ links[0].url }}{% endif %}"), Website())
