"""The two reports: one for programs, one for people, of the same case."""

import html
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.cases import CUES, DURATION_US, KEPT, S, case
from vbn_video import messages
from vbn_video.decisions import CaptionNotes, Chapter, Cue, Side, TextChange, Unavoidable, Violation
from vbn_video.formats.base import ParsedCaptions
from vbn_video.report.page.caption_rows import proof_in_words
from vbn_video.report.page.contact_sheet import Join, Still
from vbn_video.report.page.report_page import Heading, report_html, report_json
from vbn_video.report.rules.judge import judge

HEADING = Heading('HR & <den> "vanskelige" samtale', "base", "faster-whisper", "dansk-web")
JOINS = (Join(4 * S, "Intro → talk", (Still(3 * S, "before-1", "1 s before", "data:image/jpeg;base64,AAAA", 320, 180),)),)


def page(of=None, heading=HEADING):
    of = of or case()
    return report_html(of, judge(of), "ab" * 32, heading, JOINS)


def test_the_report_for_programs_has_the_designs_keys_and_its_times_in_seconds():
    of = case(decoded={"true_peak_dbtp": -0.6}, container={"whole": False})
    document = json.loads(report_json(of, judge(of), "ab" * 32))
    assert list(document) == ["passed", "findings", "content", "measurements", "splice"]
    assert document["passed"] is False
    assert document["splice"] == {"copied": 14_800, "encoded": 450}
    assert [(finding["severity"], finding["rule"]) for finding in document["findings"]] == [
        ("look", "cut off"),
        ("note", "true peak"),
    ]
    assert document["measurements"]["container"]["picture_end"] == DURATION_US / S


def test_a_case_in_order_has_passed_and_says_that_nothing_needs_a_person():
    assert json.loads(report_json(case(), (), "ab" * 32))["passed"] is True
    assert "Nothing needs a person" in page()
    assert "must look at" not in page()


def test_what_needs_a_person_stands_before_everything_else():
    of = case(container={"whole": False}, decoded={"true_peak_dbtp": -0.6})
    text = page(of)
    places = [text.index(sign) for sign in ("What a person must look at (1)", "Worth knowing (1)", "Every join", "Measured on")]
    assert places == sorted(places)


def test_every_measured_number_has_its_limit_beside_it():
    rows = re.findall(r'<th scope="row">([^<]*)</th><td class="number">([^<]*)</td><td class="limit">([^<]*)</td>', page())
    assert len(rows) == 16
    assert all(value and limit for _name, value, limit in rows)
    assert ("Loudness", "−16.2 LUFS", "−16 ± 1") in rows
    assert ("Length", "10:10.00", "10:10.00 ± 50 ms") in rows


def test_how_the_pictures_came_to_be_is_counted_by_its_reason():
    rows = re.findall(r'<td class="number">([^<]*)</td><td>([^<]*)</td><td>([^<]*)</td></tr>', page())
    assert rows == [
        ("250", "encoded", "bumper"),
        ("14\u202f800", "copied", "as it was recorded"),
        ("200", "encoded", "from the cut to the next IDR picture"),
    ]


def test_titles_captions_and_chapters_are_text_and_never_markup():
    nasty = "<script>alert(1)</script> & \"x\" 'y'"
    cues = ParsedCaptions((Cue(10 * S, 11 * S, (nasty,)), *CUES[5:]))
    of = case(captions=cues, chapters=(Chapter(0, nasty),))
    text = page(of, replace(HEADING, title=nasty, model=nasty))
    assert "<script" not in text
    assert text.count("&lt;script&gt;") >= 4


def test_a_meeting_without_a_title_is_called_by_its_recording():
    assert "<h1>2020-12-08 09.00.12 Temamøde 123</h1>" in page(heading=replace(HEADING, title="  "))


def test_a_video_without_chapters_captions_and_sound_has_a_report_too():
    nothing = {"sound_start_us": None, "sound_end_us": None, "integrated_lufs": None, "true_peak_dbtp": None}
    bare = {"sound_codec": None, "sound_rate_hz": 0, "sound_channels": 0}
    text = page(case(chapters=(), captions=ParsedCaptions(()), words=(), decoded=nothing, container=bare))
    assert "None." in text
    assert "no sound" in text


def test_where_nobody_spoke_no_model_is_said_to_have_heard():
    text = page(case(captions=ParsedCaptions(()), words=()), replace(HEADING, model="base", engine=""))
    assert "0 captions after the norm dansk-web; nobody was heard to speak." in text
    assert "heard by" not in text


def test_places_are_links_into_the_video_beside_the_page():
    of = case(container={"picture_end_us": DURATION_US - 3 * S})
    assert f'href="video.mp4#t={(DURATION_US - 3 * S) // S}">10:07</a>' in page(of)


def test_nothing_is_fetched_from_anywhere():
    text = page()
    assert "//" not in re.sub(r"data:image/jpeg;base64,[^\"]*", "", text)
    assert "<script" not in text and "<link" not in text


def test_each_side_stands_with_its_reason_and_confidence_and_a_low_one_is_marked():
    kept = (replace(KEPT[0], start_side=Side("small talk before", 0.31)), KEPT[1])
    text = page(case(plan={"kept": kept}))
    assert re.search(r'>1:00</td>\s*<td data-label="Because">small talk before</td>\s*<td[^>]*class="number low">0.31</td>', text)
    assert text.count("number low") == 1


def test_violations_are_listed_with_what_stands_there_and_the_limit():
    fast = Cue(10 * S, 12 * S, ("Her står der alt for meget tekst,", "som ingen kan nå at læse."))
    text = page(case(captions=ParsedCaptions((fast, *CUES[5:]))))
    assert "Her står der alt for meget tekst, / som ingen kan nå at læse." in text
    assert "17 characters a second" in text


def test_every_still_has_a_text_for_those_who_do_not_see_it():
    text = page()
    assert text.count("<img") == 1
    assert 'alt="The picture at 0:03, 1 s before: Intro → talk"' in text


@pytest.fixture
def danish():
    messages.install(lambda sentence: {"Captions": "Undertekster"}.get(sentence, sentence), "da")
    yield
    messages.install(str)


def test_the_page_is_in_the_machines_language_and_says_so(danish):
    text = page()
    assert '<html lang="da">' in text
    assert ">Undertekster</h2>" in text
    assert "−16,2 LUFS" in text


GRENAA = TextChange(70 * S, 71 * S, "glossary", "Grønå", "Grenaa", certain=False)
FILLER = TextChange(65 * S, 66 * S, "filler", "øh", "")


def test_what_was_changed_is_listed_and_what_is_only_proposed_stands_first():
    cut_away = TextChange(400 * S, 401 * S, "number", "hemmelig", "2")
    text = page(case(notes=CaptionNotes((FILLER, GRENAA, cut_away))))
    rows = re.findall(r'data-label="Heard">([^<]*)</td><td data-label="Written">(.*?)</td>', text)
    assert rows == [("Grønå", "<strong>maybe Grenaa</strong>"), ("øh", "(left out)")]
    assert "video.mp4#t=14" in text


def test_where_nothing_was_changed_nothing_is_said_of_it():
    assert "say otherwise than was heard" not in page()


def test_a_broken_rule_stands_with_its_proof():
    fast = Cue(10 * S, 12 * S, ("Her står der alt for meget tekst,", "som ingen kan nå at læse."))
    proven = Violation(10 * S, "reading speed", 28.5, 17, Unavoidable(10 * S, 12 * S, 57, 2_199_999, 17))
    text = html.unescape(page(case(captions=ParsedCaptions((fast, *CUES[5:])), notes=CaptionNotes((), (proven,)))))
    assert "The text can't keep the norm: 57 characters in 2.19 s are more than 17 characters a second." in text


@given(characters=st.integers(1, 200), room_us=st.integers(0, 9_000_000), speed=st.sampled_from([12.0, 15.5, 17.0]))
def test_the_figures_of_a_proof_contradict_the_rule_as_they_are_shown(characters: int, room_us: int, speed: float) -> None:
    said = proof_in_words(Unavoidable(10 * S, 12 * S, characters, room_us, speed))
    if "characters a second" in said:
        shown, time_s, limit = map(float, re.findall(r"\d+(?:\.\d+)?", said))
        assert shown > time_s * limit and (shown, limit) == (characters, speed)
    else:
        assert characters <= speed * room_us / S and "from 0:10.00 to 0:12.00" in said


def test_a_word_that_may_be_another_is_worth_knowing_and_keeps_nothing_back():
    (doubt,) = judge(case(notes=CaptionNotes((FILLER, GRENAA))))
    assert (doubt.severity, doubt.rule, doubt.value) == ("note", "caption doubt", 1)
    assert "“Grønå”, maybe “Grenaa”" in doubt.message
    assert judge(case(notes=CaptionNotes((FILLER,)))) == ()
