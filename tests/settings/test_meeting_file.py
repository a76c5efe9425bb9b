"""`meeting.toml`: written once, commented in Danish, never overwritten; its faults are named with line and nearest right word."""

import datetime as dt
import tomllib
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.errors import InputError
from vbn_video.events import Event, Notice
from vbn_video.evidence import Recording
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.meeting_file import read_meeting, settle_meeting
from vbn_video.settings.meeting_text import new_meeting_toml, parse_meeting_toml
from vbn_video.untrusted.visible_text import without_acting

BEGAN = dt.datetime(2020, 12, 8, 8, 55, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))


class Desk:
    """A project folder with its `meeting.toml`, what is remembered between runs, and what was said in the last one."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "meeting.toml"
        self.recording = Recording("zoom-local", "2020-12-08 08.55.10 HR", (), topic="HR og den vanskelige samtale", began=BEGAN)
        self.memory: dict[str, Any] = {}
        self.said: list[str] = []

    def settle(self, given: Path | None = None, **overrides: object) -> Meeting:
        events: list[Event] = []
        meeting, self.memory = settle_meeting(self.path, self.recording, given, overrides, self.memory, events.append)
        self.said = [event.text for event in events if isinstance(event, Notice)]
        return meeting

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def edit(self, old: str, new: str) -> None:
        assert old in self.text
        self.path.write_text(self.text.replace(old, new), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_letters_in_decomposed_form_are_composed_wherever_they_were_written(desk: Desk) -> None:
    desk.settle(title=unicodedata.normalize("NFD", "Årsmøde på Grenå"))
    desk.edit("speakers = []", unicodedata.normalize("NFD", 'speakers = ["Åse Højgård"]'))
    meeting = desk.settle()
    assert (meeting.title, meeting.speakers) == ("Årsmøde på Grenå", ("Åse Højgård",))
    desk.edit("Årsmøde på Grenå", unicodedata.normalize("NFD", "Årsmøde på Ærø i år"))
    assert desk.settle().title == read_meeting(desk.path).title == "Årsmøde på Ærø i år"


def test_the_first_one_says_what_names_say_and_explains_itself_in_danish(desk: Desk) -> None:
    meeting = desk.settle()
    assert meeting == Meeting(title="HR og den vanskelige samtale", date=dt.date(2020, 12, 8))
    assert "# Oplægsholderne" in desk.text and "date = 2020-12-08" in desk.text and '# time = "09:00"' in desk.text
    assert desk.said == []


def test_the_commented_example_of_an_agenda_is_valid_once_its_marks_are_taken_away(desk: Desk) -> None:
    desk.settle()
    lines = desk.text.splitlines()
    first = lines.index("# [[agenda]]")
    uncommented = [line.removeprefix("# ").removeprefix("#") for line in lines[first : first + 11]]
    desk.edit("\n".join(lines[first : first + 11]), "\n".join(uncommented))
    assert [item.time for item in desk.settle().agenda] == ["09:00", "09:15", "10:15"]


def test_a_second_run_changes_no_byte(desk: Desk) -> None:
    desk.settle()
    desk.edit('host = ""', 'host = "Åse Øllgård"')
    before = desk.path.read_bytes()
    assert desk.settle().host == "Åse Øllgård"
    assert desk.path.read_bytes() == before


def test_a_value_of_the_command_line_is_written_into_a_key_that_nobody_touched(desk: Desk) -> None:
    desk.settle()
    desk.edit('host = ""', 'host = "Bo"')
    meeting = desk.settle(title="Turisme", speakers=("Anne Holm", "Bo Lund"), date=dt.date(2021, 1, 2), theme=None)
    assert (meeting.title, meeting.speakers, meeting.host) == ("Turisme", ("Anne Holm", "Bo Lund"), "Bo")
    assert 'title = "Turisme"' in desk.text and "date = 2021-01-02" in desk.text and "# Mødets titel." in desk.text
    assert desk.said == []
    assert desk.settle(title="Turisme i vest").title == "Turisme i vest", "what the command line wrote it may change"
    assert desk.settle().title == "Turisme i vest"


def test_a_value_of_the_command_line_for_an_edited_key_holds_for_one_run_and_that_is_said(desk: Desk) -> None:
    desk.settle()
    desk.edit('title = "HR og den vanskelige samtale"', 'title = "Min egen"')
    assert desk.settle(title="En anden").title == "En anden"
    assert 'title = "Min egen"' in desk.text
    assert any("--title" in sentence and "this run only" in sentence for sentence in desk.said)
    assert desk.settle().title == "Min egen"


def test_a_key_that_a_person_took_away_counts_as_edited(desk: Desk) -> None:
    desk.settle()
    desk.edit('theme = ""\n', "")
    assert desk.settle(theme="Temamøde").theme == "Temamøde"
    assert "theme =" not in desk.text


def test_a_key_missing_in_a_file_taken_over_is_written_above_its_tables(desk: Desk, tmp_path: Path) -> None:
    theirs = tmp_path / "deres.toml"
    theirs.write_text('title = "Deres" # vores\n\n[[agenda]]\ntitle = "Velkommen"\ntime = 09:15:00\n', encoding="utf-8")
    meeting = desk.settle(theirs, theme="Temamøde")
    assert (meeting.title, meeting.theme, meeting.agenda[0].time) == ("Deres", "Temamøde", "09:15:00")
    assert tomllib.loads(desk.text)["theme"] == "Temamøde" and "# vores" in desk.text
    assert any("taken over" in sentence for sentence in desk.said)


def test_a_changed_file_is_taken_over_again_until_the_projects_own_was_edited(desk: Desk, tmp_path: Path) -> None:
    theirs = tmp_path / "deres.toml"
    theirs.write_text('title = "Et"\n', encoding="utf-8")
    desk.settle(theirs)
    theirs.write_text('title = "To"\n', encoding="utf-8")
    assert desk.settle(theirs).title == "To"
    assert desk.settle(theirs).title == "To" and desk.said == []
    desk.edit('"To"', '"Rettet"')
    theirs.write_text('title = "Tre"\n', encoding="utf-8")
    assert desk.settle(theirs).title == "Rettet"
    assert any("not taken over" in sentence for sentence in desk.said)


@pytest.mark.parametrize("title", ['a/b\\c:d<e>"f"&😀', "x" * 300, "{braces} {0} %s", "# ingen kommentar", "tab\tlinje\nto"])
def test_any_title_is_written_and_read_back(desk: Desk, title: str) -> None:
    assert desk.settle(title=title).title == title
    assert desk.settle().title == title


SEEN = st.text().map(without_acting)


@given(SEEN, st.lists(SEEN))
def test_a_new_meeting_toml_reads_back_whatever_stands_in_it(title: str, speakers: list[str]) -> None:
    for language in ("da", "en"):
        words = parse_meeting_toml(new_meeting_toml({"title": title, "speakers": speakers}, None, language), "meeting.toml")
        assert (words["title"], words["speakers"]) == (title, speakers) and "date" not in words


ACTING = {"\0": "U+0000", "\x1b": "U+001B", "\x85": "U+0085", "\u202e": "U+202E", "\u2066": "U+2066", "\u2028": "U+2028"}


@pytest.mark.parametrize("character", ACTING)
@pytest.mark.parametrize(
    ("toml", "line", "key"),
    [
        ('title = "a{}b"', 1, "title"),
        ('title = "x"\ntheme = "{}"', 2, "theme"),
        ('speakers = ["Anne", "B{}o"]', 1, "speakers"),
        ('host = "{}"', 1, "host"),
        ('description = """a\nb{}"""', 1, "description"),
        ('[[agenda]]\ntitle = "{}"', 2, "title"),
        ('[[links]]\ntitle = "x"\nurl = "https://example.org/{}"', 3, "url"),
    ],
)
def test_what_is_not_seen_but_acts_is_refused_with_its_line(toml: str, line: int, key: str, character: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_meeting_toml(toml.replace("{}", f"\\u{ord(character):04x}"), "meeting.toml")
    said = raised.value.message
    assert said.startswith(f"meeting.toml, line {line}: {key} holds a character") and ACTING[character] in said
    assert character not in said


@pytest.mark.parametrize("character", [*ACTING, "\udcf8"])
def test_the_command_lines_title_is_refused_alike(character: str, desk: Desk) -> None:
    with pytest.raises(InputError, match=r"--title: title holds a character that can't be seen"):
        desk.settle(title=f"a{character}b")
    assert not desk.path.exists()


def test_of_the_recordings_name_it_is_left_out_and_said(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.recording = replace(desk.recording, topic="L\x1b[31møn\u202e")
    assert desk.settle().title == "L[31møn"
    assert ["can't be seen" in sentence for sentence in desk.said] == [True]
    assert (desk.settle().title, desk.said) == ("L[31møn", [])


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_title_falls_back_to_the_recordings_and_that_is_said(desk: Desk, empty: str) -> None:
    desk.settle()
    desk.edit('"HR og den vanskelige samtale"', f'"{empty}"')
    assert desk.settle().title == "HR og den vanskelige samtale"
    assert any("no title" in sentence for sentence in desk.said)


def test_a_recording_without_a_topic_is_called_by_its_name(desk: Desk) -> None:
    desk.recording = Recording("file", "møde 3", ())
    assert desk.settle().title == "møde 3"
    assert "# date = " in desk.text and '# time = "+0:05:00"' in desk.text


def test_a_recording_of_which_only_the_day_is_known_has_its_date_and_no_times_of_day(desk: Desk) -> None:
    desk.recording = Recording("zoom-cloud", "møde 3", (), day=BEGAN.date())
    assert desk.settle().date == BEGAN.date()
    assert '# time = "+0:05:00"' in desk.text


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('title = "x"\ntitel = "y"\n', 2, "no key titel here. There may be title, theme, date"),
        ('titel = "y"\n', 1, "Did you mean title?"),
        ('title = "x"\nspeakers = 3\n', 2, 'speakers = 3 is not allowed. It must be a list of texts, such as ["Anne Holm"'),
        ('\n\ndate = "8. december"\n', 3, "a date as year-month-day"),
        ("date = 20201208\n", 1, "a date as year-month-day"),
        ('[[agenda]]\ntitle = "a"\n[[agenda]]\ntitle = "b"\ntime = "kvart"\n', 5, 'such as "09:15", or'),
        ('[[agenda]]\ntitle = "a"\ntime = "25:00"\n', 3, "is not allowed"),
        ('[[agenda]]\ntitle = "a"\ntime = "+15:00"\n', 3, '"+0:15:00"'),
        ('[[agenda]]\ntime = "09:15"\n', 1, "[[agenda]] lacks its key title"),
        ('[[agenda]]\ntitle = "a"\nklokken = "09:15"\n', 3, "There may be title, time."),
        ('agenda = "09:15 Velkommen"\n', 1, "written as [[agenda]]"),
        ('\ntimezone = "Europe/Copenhavn"\n', 2, 'Did you mean "Europe/Copenhagen"?'),
        ('timezone = "../../etc/passwd"\n', 1, "is not a time zone"),
        ('title = "x"\nhost = Anne\n', 2, "this is not TOML"),
        ('title = "x\n', 1, "this is not TOML"),
        ("language = 7\n", 1, "a language code"),
        ("title = {a = 1}\n", 1, "a text in quotes"),
    ],
)
def test_a_fault_names_file_line_and_what_is_allowed(desk: Desk, text: str, line: int, says: str) -> None:
    desk.path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        desk.settle()
    assert f"meeting.toml, line {line}:" in caught.value.message and says in caught.value.message
    assert caught.value.path == str(desk.path) and caught.value.exit_code == 2
    assert desk.text == text


def test_all_faults_are_named_at_once(desk: Desk) -> None:
    desk.path.write_text('titel = "y"\nhost = 3\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1: (.|\n)*line 2: "):
        desk.settle()


def test_a_fault_in_a_file_to_be_taken_over_names_that_file_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    theirs = tmp_path / "deres.toml"
    theirs.write_text("title = 3\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"deres\.toml, line 1"):
        desk.settle(theirs)
    assert not desk.path.exists()


def test_a_file_that_is_not_there_or_not_utf8_is_said(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        desk.settle(tmp_path / "ingen.toml")
    desk.path.write_bytes('title = "x"\nhost = "Åse"\n'.encode("cp1252"))
    with pytest.raises(InputError, match="line 2: this is not UTF-8"):
        desk.settle()


def test_a_byte_order_mark_as_windows_writes_it_is_no_fault(desk: Desk) -> None:
    desk.path.write_bytes(b"\xef\xbb\xbf" + 'title = "Æ"\r\n'.encode())
    assert desk.settle().title == "Æ"


def test_a_wrong_value_of_the_command_line_names_the_option(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"--date: date = .*year-month-day"):
        desk.settle(date="i går")


def test_what_is_read_without_writing_is_the_same_meeting(desk: Desk) -> None:
    from vbn_video.codec import to_json

    desk.path.with_name("recording.json").write_text(to_json(Recording, desk.recording), encoding="utf-8")
    desk.path.write_text('host = "Bo"\n', encoding="utf-8")
    assert read_meeting(desk.path, {"theme": "T"}) == desk.settle(theme="T")
    assert read_meeting(desk.path.with_name("ingen.toml")).title == "HR og den vanskelige samtale"
