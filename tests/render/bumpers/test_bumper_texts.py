"""The preset's texts filled with the meeting."""

import datetime as dt

import pytest

from vbn_video.errors import InputError
from vbn_video.render.bumpers.bumper_texts import FootLine, fill_texts, words_of
from vbn_video.settings.meeting import Link, Meeting
from vbn_video.settings.preset import Bumper, Outro, Website

MEETING = Meeting(
    title='HR & "den vanskelige" <samtale>',
    theme="Temamøde",
    date=dt.date(2020, 12, 8),
    speakers=("Anne", "Bo", "Åse"),
    links=(Link(title="Slides", url="https://eksempel.dk/s.pdf"),),
)
WEBSITE = Website(base_url="https://eksempel.dk/temamoeder/")


def filled(bumper, meeting=MEETING, website=WEBSITE):
    return fill_texts("intro", bumper, words_of(meeting, website))


def test_the_default_intro_says_kind_title_date_and_speakers():
    texts = filled(Bumper())
    assert (texts.kicker, texts.title) == ("Temamøde", 'HR & "den vanskelige" <samtale>')
    assert texts.foot == (FootLine("8. december 2020", bold=True), FootLine("Oplæg ved Anne, Bo og Åse"))
    assert texts.network == "Virtuel Business Netværk"


def test_the_default_outro_says_where_to_find_everything():
    foot = filled(Outro()).foot
    assert foot == (FootLine("Alle møder, materialer og tilmelding:"), FootLine("eksempel.dk/temamoeder", bold=True))


def test_lines_without_anything_to_say_are_left_out():
    assert filled(Bumper(), Meeting(title="HR")).foot == ()
    assert filled(Outro(), website=Website()).foot == ()


def test_english_pages_have_english_dates():
    assert filled(Bumper(), website=Website(language="en")).foot[0].text == "8 December 2020"


def test_without_a_title_the_kind_of_meeting_is_the_title_and_without_that_the_network():
    texts = filled(Bumper(), Meeting(theme="Temamøde"))
    assert (texts.title, texts.kicker) == ("Temamøde", "")
    assert filled(Bumper(), Meeting()).title == "Virtuel Business Netværk"


def test_a_text_can_use_links():
    assert filled(Bumper(kicker="{% for link in links %}{{ link.url }}{% endfor %}")).kicker == "https://eksempel.dk/s.pdf"


def test_a_title_with_stars_of_its_own_is_not_made_bold():
    foot = filled(Bumper(foot=("{{ title }}",)), Meeting(title="**Vigtigt**")).foot
    assert foot == (FootLine("**Vigtigt**"),)


@pytest.mark.parametrize("text", ["{{ titel }}", "{% if title %}", "{{ title | nej }}", "{{ ''.__class__.__mro__ }}"])
def test_a_wrong_text_names_its_key_and_what_can_be_named(text):
    with pytest.raises(InputError, match=r"intro\.kicker.*can name: title, theme"):
        filled(Bumper(kicker=text))
