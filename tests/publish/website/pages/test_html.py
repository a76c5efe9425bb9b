"""What the pages say, and that they are valid HTML whatever the meeting is called."""

import base64
import datetime as dt
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish.html_rules import VOID, broken_rules
from tests.publish.made_meeting import CHAPTERS, CUES, DURATION_US, MEETING, poster, timed
from vbn_video.decisions import Chapter, Cue
from vbn_video.formats.vtt import write_chapters, write_vtt
from vbn_video.publish.material import TimedTexts
from vbn_video.publish.website.entry import MeetingEntry, VideoMark
from vbn_video.publish.website.pages.html import PageLayout, Poster, catalogue_page, is_ours, meeting_page
from vbn_video.settings.meeting import Link, Meeting
from vbn_video.settings.preset import Website
from vbn_video.untrusted.visible_text import without_acting

VIDEO = VideoMark("video-0123456789ab.mp4", "0123456789ab", 312_000_000, "t", DURATION_US)
DANISH = PageLayout.of(Website())
ENGLISH = PageLayout.of(Website(language="en", network="Djursland Network"))
SILENT = TimedTexts(b"WEBVTT\n", b"", b"WEBVTT\n")


def page(meeting: Meeting = MEETING, texts: TimedTexts | None = None, layout: PageLayout = DANISH) -> str:
    return meeting_page(meeting, VIDEO, Poster("poster-1.jpg", poster()), texts or timed(), layout).decode()


def shown(html: str) -> str:
    """The text of a page without its tags."""
    inline = re.sub(r"</?(?:bdi|strong)[^>]*>", "", html.partition("<body>")[2])
    return " ".join(re.sub(r"<[^>]+>", " ", inline).split())


def text(most: int) -> st.SearchStrategy[str]:
    """What a meeting's value may be: what acts is refused where it is read."""
    return st.text(max_size=most).map(without_acting)


def entry(title: str, date: dt.date | None) -> MeetingEntry:
    return MeetingEntry("vbn-video", "published", "r", title, "Temamøde", date, "poster-1.jpg", True, VIDEO)


@pytest.mark.parametrize("layout", [DANISH, ENGLISH])
@pytest.mark.parametrize("texts", [timed(), SILENT, timed(CUES, ()), timed(CUES[:1], CHAPTERS[:1])])
@pytest.mark.parametrize("meeting", [MEETING, Meeting(), Meeting(title="x", host="Carl"), Meeting(speakers=("A", "B", "C"))])
def test_every_page_is_valid_html(meeting: Meeting, texts: TimedTexts, layout: PageLayout) -> None:
    assert broken_rules(page(meeting, texts, layout)) == []


@given(text(60), text(40), st.lists(text(30), max_size=3), text(99))
def test_no_text_of_a_meeting_breaks_the_page(title: str, theme: str, speakers: list[str], description: str) -> None:
    meeting = Meeting(title=title, theme=theme, speakers=tuple(speakers), host=title, description=description)
    html = page(meeting)
    assert broken_rules(html) == []
    assert broken_rules(catalogue_page({title or "x": entry(title, None)}, DANISH).decode()) == []


def test_the_line_under_the_title_says_what_when_how_long_and_that_it_is_captioned() -> None:
    assert "Temamøde · 8. december 2020 · 2 min. · med danske undertekster" in shown(page())


def test_a_page_without_speech_promises_no_captions_and_has_no_transcript() -> None:
    text = shown(page(texts=SILENT))
    assert "undertekster" not in text.lower() and "Udskrift" not in text and "Kapitler" not in text
    assert "<track" not in page(texts=SILENT)


def test_the_tracks_stand_inside_the_page() -> None:
    inside = r'src="data:text/vtt;charset=utf-8;base64,([^"]+)" data-file="([^"]+)"'
    tracks = re.findall(rf'<track kind="(\w+)" {inside} srclang="da"', page())
    assert [(kind, base64.b64decode(data), file) for kind, data, file in tracks] == [
        ("captions", timed().captions_vtt, "captions.da.vtt"),
        ("chapters", timed().chapters_vtt, "chapters.vtt"),
    ]


def test_every_time_leads_to_its_place_in_the_page_without_script() -> None:
    html = page()
    for chapter in CHAPTERS:
        seconds = f"{chapter.start_us / 1e6:.3f}".rstrip("0").rstrip(".")
        assert f'<a href="#t={seconds}" data-time="{seconds}">' in html
    times = re.findall(r'href="#(t=[0-9.]+)" data-time', html)
    assert len(times) > 2 * len(CHAPTERS) and set(times) == set(re.findall(r'id="(t=[^"]+)"', html))
    text = unescape(shown(html))
    assert all(line in text for cue in CUES for line in cue.lines)


def test_the_page_asks_nobody_else_for_anything() -> None:
    html = page() + catalogue_page({"a": entry("A", None)}, DANISH).decode()
    fetched = re.findall(r'(?:src|poster)="([^"]+)"|<link[^>]+href="([^"]+)"', html)
    for address in (first or second for first, second in fetched):
        assert address.startswith("data:") or not re.match(r"[a-z]+:|//|/", address), address


def test_an_english_page_is_english_but_for_the_meeting() -> None:
    html = page(layout=ENGLISH)
    assert '<html lang="en">' in html and 'class="pane" role="region" aria-labelledby="transcript" tabindex="0" lang="da"' in html
    text = shown(html)
    assert "8 December 2020 · 2 min · with Danish captions" in text and "All meetings" in text
    assert "Presented by Anne Østergård and Bo Åkjær. Host: Carl Æbelø." in text
    assert not {"Alle møder", "Kapitler", "Hent", "Udskrift"} & set(text.split())


@pytest.mark.parametrize(
    ("spoken", "label", "line"),
    [
        ("da", "Dansk", "med danske undertekster"),
        ("en", "English", "med undertekster på engelsk"),
        ("de", "Deutsch", "med undertekster på tysk"),
        ("zzz", "zzz", "med undertekster på zzz"),
    ],
)
def test_captions_are_in_the_meetings_language_and_called_by_its_own_name(spoken: str, label: str, line: str) -> None:
    html = page(MEETING.model_copy(update={"language": spoken}))
    [(code, name)] = re.findall(r'<track kind="captions" [^>]*srclang="([^"]+)" label="([^"]+)" default', html)
    [pane] = re.findall(r'<div class="pane"[^>]* lang="([^"]+)"', html)
    assert (code, name, pane) == (spoken, label, spoken) and line in shown(html)
    on_youtube = VideoMark("", "c", 0, "t", DURATION_US, "id")
    meeting = MEETING.model_copy(update={"language": spoken})
    embedded = meeting_page(meeting, on_youtube, Poster("poster-1.jpg", poster()), timed(), DANISH).decode()
    assert f"cc_lang_pref={spoken}&amp;hl=da" in embedded


def test_speakers_are_joined_as_people_write() -> None:
    assert "Oplæg ved A, B og C." in shown(page(MEETING.model_copy(update={"speakers": ("A", "B", "C")})))


def test_a_link_without_a_title_shows_its_address() -> None:
    html = page(MEETING.model_copy(update={"links": (Link(title="", url="https://eksempel.dk/"),)}))
    assert '<a href="https://eksempel.dk/">https://eksempel.dk/</a>' in html


def test_the_catalogue_lists_the_newest_meeting_first_and_those_without_a_date_last() -> None:
    entries = {
        "a": entry("Ældst", dt.date(2019, 1, 1)),
        "b": entry("Uden dato", None),
        "c": entry("Nyest", dt.date(2021, 1, 1)),
        "d d": entry("", dt.date(2020, 1, 1)),
    }
    html = catalogue_page(entries, DANISH).decode()
    assert re.findall(r'<h2><a href="([^"]+)"><bdi>([^<]*)</bdi></a>', html) == [
        ("c/index.html", "Nyest"),
        ("d%20d/index.html", "Møde"),
        ("a/index.html", "Ældst"),
        ("b/index.html", "Uden dato"),
    ]
    assert broken_rules(html) == []


def test_our_pages_carry_our_mark_and_others_do_not() -> None:
    assert is_ours(page().encode()) and is_ours(catalogue_page({}, DANISH))
    assert not is_ours(b"<html><title>vbn-video</title></html>")


def test_the_rules_see_what_is_broken() -> None:
    assert broken_rules("<!doctype html><html><body><h1>a</h1><h3>b</h3></body></html>") == ["heading h3 follows h1"]
    assert len(broken_rules("<!doctype html><html><body><h1><p>a</h1></body></html>")) > 1
    assert broken_rules('<!doctype html><html><body><h1 id="a">a</h1><p id="a">b</p></body></html>') == ["id a twice"]


def test_no_place_stands_twice_whatever_begins_at_the_same_time() -> None:
    cues = tuple(
        Cue(CUES[0].start_us, CUES[0].end_us, (f"Sætning {n}.",), (name,)) for n, name in enumerate(("Anne", "Bo", "Anne"))
    )
    chapters = (Chapter(0, "A"), Chapter(CUES[0].start_us, "B"), Chapter(CUES[0].start_us, "C"), Chapter(CUES[0].end_us, "D"))
    html = page(texts=TimedTexts(write_vtt(cues).encode(), b"", write_chapters(chapters, DURATION_US).encode()))
    assert broken_rules(html) == []


def test_speakers_stand_in_the_transcript_where_the_captions_know_them() -> None:
    names = ("Anne <Ø>", "Anne <Ø>", "Bo Lund", "Deltager")
    cues = tuple(replace(cue, speakers=(name,) * len(cue.lines)) for cue, name in zip(CUES, names, strict=False))
    html = page(texts=timed(cues, ()))
    assert [unescape(name) for name in re.findall(r'<bdi class="speaker">([^<]*)</bdi>', html)] == [
        "Anne <Ø>",
        "Bo Lund",
        "Deltager",
    ]
    assert "speaker" not in page()


class Languages(HTMLParser):
    """Each text of a page with the language that it is in, and whether its direction is its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str, bool]] = []
        self.texts: list[tuple[str, str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        language, apart = self.open[-1][1:] if self.open else ("", False)
        said = values.get("lang") or language
        self.texts += [(values[name] or "", said, True) for name in ("aria-label",) if name in values]
        if tag not in VOID:
            self.open.append((tag, said, apart or tag == "bdi" or values.get("dir") == "auto"))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((data.strip(), *self.open[-1][1:]))


def test_what_people_wrote_is_danish_in_an_english_page_and_has_a_direction_of_its_own() -> None:
    every = {field: f"{field} på dansk" for field in ("title", "theme", "host", "description")}
    meeting = MEETING.model_copy(
        update={**every, "speakers": ("Anne", "Bo"), "links": (Link(title="Et link", url="https://x.dk"),)}
    )
    theirs = {*every.values(), "Anne", "Bo", "Et link", *(chapter.title for chapter in CHAPTERS)}
    texts = Languages(page(meeting, layout=ENGLISH)).texts
    assert theirs <= {text for text, _, _ in texts}
    assert [found for found in texts if found[0] in theirs and found[1:] != ("da", True)] == []
    ours = {"Chapters", "Transcript", "Links", "All meetings", "Presented by", "Play from"}
    assert ours <= {text for text, language, _ in texts if language == "en"}
    listed = Languages(catalogue_page({"a": entry("Møde på dansk", None)}, ENGLISH).decode()).texts
    assert {("Møde på dansk", "da", True), ("Temamøde", "da", True), ("All meetings", "en", False)} <= set(listed)


def test_what_stands_for_a_title_is_the_pages_own() -> None:
    texts = Languages(page(MEETING.model_copy(update={"title": ""}), layout=ENGLISH)).texts
    texts += Languages(catalogue_page({"a": entry("", None)}, ENGLISH).decode()).texts
    assert {language for text, language, _ in texts if text.startswith("Meeting")} == {"en"}


def test_an_english_meeting_is_english() -> None:
    texts = Languages(page(MEETING.model_copy(update={"language": "en", "title": "Talking"}), layout=ENGLISH)).texts
    assert ("Talking", "en", True) in texts and ("Talking", "da", True) not in texts
