import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.plan.made_evidence import made_evidence, made_part
from tests.steps.planned_project import PlannedProject
from vbn_video.decisions import Side
from vbn_video.errors import InputError
from vbn_video.events import Found, Notice
from vbn_video.formats.vtt import parse_chapters
from vbn_video.runs.run_result import RunResult
from vbn_video.settings.meeting import Meeting

S = 1_000_000
SAID = [(4.0, 8.0, -31.0), (20.0, 50.0, -18.0), (55.0, 80.0, -18.0), (84.5, 110.0, -18.0)]


@pytest.fixture
def project(tmp_path: Path) -> PlannedProject:
    return PlannedProject(tmp_path, made_evidence(SAID, 130))


def chapters_of(project: PlannedProject) -> list[tuple[float, str]]:
    return [(chapter.start_us / S, chapter.title) for chapter in parse_chapters(project.text("chapters.vtt")).chapters]


def test_the_plan_keeps_the_meeting_between_bumpers_of_whole_pictures(project: PlannedProject) -> None:
    project.run("plan")
    plan = project.plan
    assert (plan.intro_us, plan.outro_us) == (4 * S, 6 * S)
    (kept,) = plan.kept
    assert 18.5 * S <= kept.start_us <= 20 * S
    assert 110 * S <= kept.end_us <= 113 * S
    assert kept.start_side.reason == "meeting"
    assert chapters_of(project) == [], "nothing names a chapter"


def test_a_programme_without_templates_has_no_bumpers(project: PlannedProject) -> None:
    project.setting(intro={"template": ""}, outro={"template": ""})
    project.run("plan")
    assert (project.plan.intro_us, project.plan.outro_us) == (0, 0)


def test_bumpers_follow_the_picture_rate(tmp_path: Path) -> None:
    project = PlannedProject(tmp_path, made_evidence(SAID, 0, made_part(130, Fraction(30000, 1001))))
    project.run("plan")
    assert project.plan.intro_us == 4_004_000


def test_the_step_says_how_much_is_copied_and_the_document_how_every_picture_comes_to_be(tmp_path: Path) -> None:
    said = [(5.0, 60.0, -18.0), (200.0, 270.0, -18.0)]
    project = PlannedProject(tmp_path, made_evidence(said, 280, gop=8 * 25))
    ran = project.run("plan")
    found = [event.text for event in project.events if isinstance(event, Found)]
    assert found == ["2:11 of 4:40 kept, 0:04 to 4:32", "96 % copied"]
    splice = json.loads(json.dumps(RunResult(project.project, (ran,)).document()))["splice"]
    assert (splice["copied"], splice["encoded"]) == (3148, 377)
    assert list(splice["spans"][0]) == ["start", "end", "how", "why", "pictures", "part"]
    assert [tuple(span.values()) for span in splice["spans"]] == [
        (0, 4, "encode", "bumper", 100, None),
        (4, 8.04, "encode", "from the cut to the next IDR picture", 101, 0),
        (8.04, 62, "copy", "as it was recorded", 1349, 0),
        (62, 63.04, "encode", "from the cut to the next IDR picture", 26, 0),
        (63.04, 135, "copy", "as it was recorded", 1799, 0),
        (135, 141, "encode", "bumper", 150, None),
    ]


def test_a_second_run_changes_nothing(project: PlannedProject) -> None:
    project.run("plan")
    written = project.text("edit.json")
    assert project.run("plan").cached
    assert project.text("edit.json") == written


def test_start_and_end_correct_the_plan_and_say_where_they_cut_speech(project: PlannedProject) -> None:
    project.asking(start_s=30, end_s=82)
    project.run("plan")
    (kept,) = project.plan.kept
    assert (kept.start_us, kept.end_us) == (30 * S, 82 * S)
    assert "--start 00:00:30.000 is in the middle of speech" in project.notices
    assert "--end" not in project.notices


@pytest.mark.parametrize("edited", [False, True])
def test_a_start_that_is_asked_for_where_it_stands_already_is_not_in_doubt_any_more(
    project: PlannedProject, edited: bool
) -> None:
    project.setting(trim={"sure": 1.0})
    project.run("plan")
    (kept,) = project.plan.kept
    assert "Where the meeting begins is not sure" in project.notices
    if edited:
        project.edit("edit.json", f'"end": {kept.end_us / S}', '"end": 95.52')
    project.asking(start_s=kept.start_us / S)
    project.run("plan")
    assert project.plan.kept[0].start_us == kept.start_us
    assert project.plan.kept[0].start_side == Side("--start", 1.0)
    assert "Where the meeting begins is not sure" not in project.notices


@pytest.mark.parametrize("edited", [False, True])
def test_a_cut_and_a_keep_that_are_asked_for_change_the_cut_that_is_found(project: PlannedProject, edited: bool) -> None:
    project.run("plan")
    (found,) = project.plan.kept
    if edited:
        project.edit("edit.json", f'"end": {found.end_us / S}', '"end": 95.52')
    project.asking(cuts=(51, 54), keeps=(4, 8))
    project.run("plan")
    end_s = 95.52 if edited else found.end_us / S
    assert [(span.start_us / S, span.end_us / S) for span in project.plan.kept] == [
        (4, 8),
        (found.start_us / S, 51),
        (54, end_s),
    ]
    assert project.plan.kept[1].end_side == project.plan.kept[2].start_side == Side("editor", 1.0)
    assert ("--cut 0:51-0:54 was asked for: it wins over edit.json" in project.notices) == edited
    assert "0:51 lies" not in project.notices and "0:54 lies" not in project.notices
    project.asking(cuts=(51, 60))
    project.run("plan")
    assert "The cut at 1:00 lies inside the word" in project.notices or "The cut at 1:00 lies in the middle" in project.notices


def test_an_edited_time_is_kept_on_a_picture_and_written_back_once(project: PlannedProject) -> None:
    project.run("plan")
    end_s = project.plan.kept[0].end_us / S
    project.edit("edit.json", f'"end": {end_s}', '"end": 95.51')
    project.run("plan")
    (kept,) = project.plan.kept
    assert (kept.end_us, kept.end_side.reason, kept.start_side.reason) == (95_520_000, "editor", "meeting")
    assert "edit.json was edited by hand" in project.notices
    written = project.text("edit.json")
    assert project.run("plan").cached
    project.setting(intro={"seconds": 5})
    project.run("plan")
    assert project.plan.intro_us == 5 * S
    assert project.plan.kept == (kept,), "an edit stands when the preset changes"
    assert written != project.text("edit.json")


def test_discarded_edits_make_the_plan_anew(project: PlannedProject) -> None:
    project.run("plan")
    written = project.text("edit.json")
    project.edit("edit.json", '"start": ', '"start": 3')
    project.asking(discard_edits=True)
    project.run("plan")
    assert project.text("edit.json") == written


def test_start_wins_over_an_edited_plan_and_says_so(project: PlannedProject) -> None:
    project.run("plan")
    project.edit("edit.json", f'"end": {project.plan.kept[0].end_us / S}', '"end": 95.52')
    project.asking(start_s=52)
    project.run("plan")
    (kept,) = project.plan.kept
    assert (kept.start_us, kept.end_us) == (52 * S, 95_520_000)
    assert (kept.start_side.reason, kept.end_side.reason) == ("--start", "editor")
    assert "wins over edit.json" in project.notices


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("edit.json", '{"kept": [\n{"start": 5, "end": "x"}]}', r"edit.json, line 2: “end” must be a time"),
        ("edit.json", '{"kept": [{"start": 5.001, "end": 5.002}]}', "keeps nothing"),
        ("chapters.vtt", "WEBVTT\n\n00:00.000 --> 00:xx.000\na\n", "chapters.vtt, line 3: The times cannot be read"),
    ],
)
def test_an_edit_that_is_not_valid_is_named_by_line_and_left_as_it_is(
    project: PlannedProject, name: str, text: str, message: str
) -> None:
    project.run("plan")
    project.path(name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        project.run("plan")
    assert project.text(name) == text


def test_times_that_lie_far_from_any_picture_are_said_to_be_moved(tmp_path: Path) -> None:
    project = PlannedProject(tmp_path, made_evidence(SAID, 130, rate=Fraction(1, 10)))
    project.run("plan")
    project.path("edit.json").write_text('{"kept": [{"start": 25, "end": 93}]}', encoding="utf-8")
    project.run("plan")
    assert [(kept.start_us, kept.end_us) for kept in project.plan.kept] == [(20 * S, 100 * S)]
    assert "The time 00:00:25.000 in edit.json was moved to 00:00:20.000: no picture begins nearer." in project.notices


def test_sound_without_speech_is_kept_whole_and_said(tmp_path: Path) -> None:
    project = PlannedProject(tmp_path, made_evidence([], 30))
    project.run("plan")
    assert "set it with --start and --end" in project.notices
    assert chapters_of(project) == []


def test_agenda_times_make_the_chapters_and_an_agenda_that_cannot_is_said(project: PlannedProject) -> None:
    agenda = [
        {"title": title, "time": f"+0:{at}"} for at, title in (("00:10", "Velkommen"), ("00:50", "Loven"), ("01:20", "Tak"))
    ]
    project.context = replace(project.context, meeting=Meeting.model_validate({"agenda": agenda}))
    project.run("plan")
    assert [title for _start, title in chapters_of(project)] == ["Velkommen", "Loven", "Tak"]
    assert "agenda" not in project.notices
    project.context = replace(project.context, meeting=Meeting.model_validate({"agenda": agenda[:2]}))
    project.run("plan")
    assert "Points of the agenda without a chapter" in project.notices
    assert "Velkommen; Loven." in project.notices


def test_the_document_says_where_each_chapter_comes_from(project: PlannedProject) -> None:
    agenda = [
        {"title": title, "time": f"+0:{at}"} for at, title in (("00:10", "Velkommen"), ("00:50", "Loven"), ("01:20", "Tak"))
    ]
    project.meeting(agenda=agenda)
    document = RunResult(project.project, (project.run("plan"),)).document()
    assert [chapter["source"] for chapter in document["chapters"]] == ["agenda", "agenda", "agenda"]
    project.edit("chapters.vtt", "Loven", "Mit eget")
    document = RunResult(project.project, (project.run("plan"),)).document()
    assert [chapter["source"] for chapter in document["chapters"]] == ["agenda", "editor", "agenda"]


def test_the_planned_beginning_speaks_for_a_place_and_a_time_outside_the_recording_is_named(
    project: PlannedProject,
) -> None:
    project.meeting(agenda=[{"title": "Oplæg", "time": "+0:00:20"}])
    project.run("plan")
    told = {support.kind: support.at_us for support in project.plan.kept[0].start_side.support}
    assert told["planned start"] == 20 * S
    project.meeting(agenda=[{"title": "Oplæg", "time": "+9:00:00"}])
    project.run("plan")
    assert "planned start" not in {support.kind for support in project.plan.kept[0].start_side.support}
    assert "outside the recording, and are not used: +9:00:00" in project.notices


def test_evidence_that_contradicts_the_agenda_is_believed_and_it_is_said(project: PlannedProject) -> None:
    """Who listens knows better than who planned; a few minutes late are no contradiction."""
    project.run("plan")
    found = project.plan.kept
    project.meeting(agenda=[{"title": "Oplæg", "time": "+0:10:00"}, {"title": "Tak for i dag", "time": "+0:20:00"}])
    project.run("plan")
    assert [(span.start_us, span.end_us) for span in project.plan.kept] == [(span.start_us, span.end_us) for span in found]
    assert "By the agenda the meeting begins at 10:00 in the recording, by what is heard and seen at 0:20" in project.notices
    assert "By the agenda the meeting ends at 20:00 in the recording, by what is heard and seen at 1:50" in project.notices
    project.asking(start_s=found[0].start_us / S)
    project.run("plan")
    assert "the meeting begins at 10:00" not in project.notices
    project.asking()
    project.meeting(agenda=[{"title": "Oplæg", "time": "+0:03:00"}])
    project.run("plan")
    assert "By the agenda" not in project.notices


def test_a_time_zone_that_is_not_known_is_named(project: PlannedProject) -> None:
    project.context = replace(project.context, meeting=Meeting(timezone="Europe/Grenaa"))
    with pytest.raises(InputError, match=r"meeting.toml: timezone “Europe/Grenaa” is not known"):
        project.run("plan")


def test_edited_chapters_stay_byte_for_byte_until_the_cut_changes(project: PlannedProject) -> None:
    project.run("plan")
    edited = "WEBVTT\n\nNOTE mine\n\n00:00.000 --> 00:40.000\nEt\n\n00:40.000 --> 01:00.000\nTo\n\n01:00.000 --> 01:40.000\nTre\n"
    project.path("chapters.vtt").write_text(edited, encoding="utf-8")
    project.run("plan")
    assert project.text("chapters.vtt") == edited
    was_us = project.plan.kept[0].start_us
    project.asking(start_s=30)
    project.run("plan")
    later_s = (30 * S - was_us) / S
    assert [title for _start, title in chapters_of(project)] == ["Et", "To", "Tre"]
    assert [start for start, _title in chapters_of(project)] == pytest.approx([0, 40 - later_s, 60 - later_s])
    assert "your chapters were moved" in project.notices


def test_edited_chapters_that_a_cut_took_are_in_the_file_again_once_it_is_undone(project: PlannedProject) -> None:
    project.run("plan")
    edited = "WEBVTT\n\n00:00.000 --> 00:20.000\nEt\n\n00:20.000 --> 00:40.000\nTo\n\n00:40.000 --> 01:40.000\nTre\n"
    project.path("chapters.vtt").write_text(edited, encoding="utf-8")
    project.run("plan")
    for start_s in (50, 35, 60):
        project.asking(start_s=start_s)
        project.run("plan")
        assert chapters_of(project)[0][0] == 0
    assert "cut away, and come back when the cut does: Et; To." in project.notices
    project.asking()
    project.run("plan")
    assert chapters_of(project) == [(0, "Et"), (20, "To"), (40, "Tre")]


def test_a_fault_in_edited_chapters_that_costs_no_word_is_a_warning(project: PlannedProject) -> None:
    project.run("plan")
    edited = "WEBVTT\nNOTE lavet af Anne\n\n00:00.000 --> 00:40.000\nFirmaer < 5 ansatte\n\n00:40.000 --> 01:40.000\nTo\n"
    project.path("chapters.vtt").write_text(edited, encoding="utf-8")
    project.run("plan")
    assert project.text("chapters.vtt") == edited
    assert [title for _start, title in chapters_of(project)] == ["Firmaer < 5 ansatte", "To"]
    assert "chapters.vtt, line 5: A < that begins no tag" in project.notices


def test_chapters_that_are_cut_away_are_named_and_come_back_with_the_cut(project: PlannedProject) -> None:
    project.run("plan")
    edited = (
        "WEBVTT\n\n00:00.000 --> 00:20.000\nEt\n\n00:20.000 --> 00:40.000\nTo\n\n00:40.000 --> 01:00.000\nTre\n\n"
        "01:00.000 --> 01:40.000\nFire\n"
    )
    project.path("chapters.vtt").write_text(edited, encoding="utf-8")
    project.run("plan")
    whole = chapters_of(project)
    project.asking(end_s=70)
    project.run("plan")
    assert [title for _start, title in chapters_of(project)] == ["Et", "To", "Tre"]
    assert "cut away, and come back when the cut does: Fire" in project.notices
    project.asking()
    project.run("plan")
    assert chapters_of(project) == whole


def test_a_chapter_moved_to_the_edge_of_a_cut_comes_back_when_the_cut_is_undone(project: PlannedProject) -> None:
    project.run("plan")
    edited = "WEBVTT\n\n00:00.000 --> 00:20.000\nEt\n\n00:20.000 --> 00:40.000\nTo\n\n00:40.000 --> 01:40.000\nTre\n"
    project.path("chapters.vtt").write_text(edited, encoding="utf-8")
    project.run("plan")
    whole, plan = chapters_of(project), project.text("edit.json")
    project.path("edit.json").write_text(
        json.dumps({"kept": [{"start": 20, "end": 30}, {"start": 50, "end": 70}]}), encoding="utf-8"
    )
    project.run("plan")
    assert [start for start, title in chapters_of(project) if title == "To"] == pytest.approx([14], abs=0.1)
    project.path("edit.json").write_text(plan, encoding="utf-8")
    project.run("plan")
    assert chapters_of(project) == whole


def test_a_film_that_is_cut_out_as_it_has_no_speech_is_said_with_its_place(tmp_path: Path) -> None:
    evidence = made_evidence([(10, 300, -18), (900, 1200, -18)], 1230)
    evidence.levels.loudness_lufs[4000:7000] = -19
    project = PlannedProject(tmp_path, evidence)
    project.run("plan")
    told = [event.text for event in project.events if isinstance(event, Notice) and "no speech" in event.text]
    assert len(told) == 1
    assert told[0].endswith("something is heard, but no speech: it is cut. If it shall stay, add it in edit.json.")
    assert '"sound without speech"' in project.text("edit.json")
