"""The whole way on the shipped sample: published, corrected, retitled, recut, taken down; the tests share one publication."""

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from tests.running import SAMPLE
from tests.workplace import SHORT_BUMPERS, Workplace
from vbn_video.formats.vtt import parse_vtt
from vbn_video.pipeline import STEP_NAMES

TRUTH: dict[str, Any] = json.loads((SAMPLE.parent / "truth.json").read_text(encoding="utf-8"))

SCRIPT: dict[str, Any] = tomllib.loads((SAMPLE.parents[1] / "tools" / "sample.toml").read_text(encoding="utf-8"))


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def steps_run(document: dict[str, Any]) -> list[str]:
    return [step["name"] for step in document["steps"] if not step["cached"]]


def test_the_document_tells_the_whole_publication(published: Workplace) -> None:
    document = json.loads((published.folder / "first.json").read_text(encoding="utf-8"))
    assert set(document) == {
        "project", "video", "duration", "programme", "splice", "captions", "chapters", "steps", "report", "publications"
    }  # fmt: skip
    assert [step["name"] for step in document["steps"]] == list(STEP_NAMES)
    assert document["project"] == str(published.project)
    programme = document["programme"]
    kept_s = sum(end - start for start, end in programme["kept"])
    assert document["duration"] == pytest.approx(programme["intro"] + kept_s + programme["outro"])
    assert document["captions"]["cues"] >= 10 and document["captions"]["model"] == "base"
    assert len(document["chapters"]) >= 3 and document["chapters"][0]["start"] == 0
    assert document["report"] == {"passed": True, "findings": document["report"]["findings"]}
    assert sum(span["end"] - span["start"] for span in document["splice"]["spans"]) == pytest.approx(document["duration"])
    [publication] = document["publications"]
    assert publication["target"] == "website" and Path(publication["path"]).is_file()


def test_every_word_of_the_samples_captions_is_as_the_script_has_it(published: Workplace) -> None:
    lines = SCRIPT["line"]
    assert [(line["part"], line["text"]) for line in lines] == [(said["part"], said["text"]) for said in TRUTH["speech"]]
    written = " ".join(line for cue in parse_vtt(published.text("captions.da.vtt")).cues for line in cue.lines)
    assert words_of(written) == words_of(" ".join(line["text"] for line in lines if line["part"] == "meeting"))


def test_the_sample_is_trimmed_where_its_meeting_begins_and_ends_and_keeps_a_short_break(published: Workplace) -> None:
    document = json.loads((published.folder / "first.json").read_text(encoding="utf-8"))
    [(start_s, end_s)] = document["programme"]["kept"]
    assert TRUTH["start"] - 3 < start_s <= TRUTH["start"]
    assert TRUTH["end"] <= end_s < TRUTH["end"] + 4


def test_the_samples_break_is_cut_out_where_the_preset_cuts_breaks_so_short(place: Workplace) -> None:
    cutting = ("--until", "plan", "--set", "trim.break_s=15", "--workspace", place.folder, "--json")
    (start_s, leaves_s), (returns_s, end_s) = place.run("run", SAMPLE, *cutting).document["programme"]["kept"]
    assert TRUTH["start"] - 3 < start_s and end_s < TRUTH["end"] + 4
    break_starts_s, break_ends_s = TRUTH["break"]
    assert break_starts_s <= leaves_s < break_starts_s + 3
    assert break_ends_s - 3 < returns_s <= break_ends_s


def test_the_finished_video_holds_what_was_planned(published: Workplace) -> None:
    document = json.loads((published.folder / "first.json").read_text(encoding="utf-8"))
    with av.open(document["video"]) as video:
        picture, sound = video.streams.video[0], video.streams.audio[0]
        assert picture.codec_context.name == "h264" and sound.codec_context.name == "aac"
        assert len(video.streams.subtitles) == 1
        assert video.duration is not None
        assert video.duration / 1e6 == pytest.approx(document["duration"], abs=0.05)
        chapters = [chapter["metadata"]["title"] for chapter in video.chapters()]
        assert chapters == [chapter["title"] for chapter in document["chapters"]]


def test_published_again_with_nothing_changed_no_step_is_run(place: Workplace) -> None:
    before = {path: path.stat().st_mtime_ns for path in place.site.rglob("*")}
    document = place.publish()
    assert steps_run(document) == []
    assert document["publications"][0]["state"] == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in place.site.rglob("*")} == before


def test_a_corrected_word_needs_no_transcription_and_no_picture(place: Workplace) -> None:
    first = json.loads(place.text("report.json"))["content"]
    word = parse_vtt(place.text("captions.da.vtt")).cues[0].lines[0].split()[0]
    edited = place.text("captions.da.vtt").replace(word, "Rettelse", 1)
    (place.project / "captions.da.vtt").write_text(edited, encoding="utf-8")
    document = place.publish()
    assert not {"transcribe", "plan", "bumper"} & set(steps_run(document))
    assert json.loads(place.text("report.json"))["content"] == first, "pictures and sound are the same packets"
    assert place.text("captions.da.vtt") == edited
    assert "Rettelse" in place.text("captions.da.srt") and "Rettelse" in place.page
    assert len(list(place.site.glob("2020*/*.mp4"))) == 1
    assert steps_run(place.publish()) == []


def test_a_changed_title_needs_no_transcription_and_is_the_pages_title(place: Workplace) -> None:
    document = place.publish("--title", "Løn & <ros>")
    assert not {"listen", "transcribe", "plan", "caption"} & set(steps_run(document))
    assert "Løn &amp; &lt;ros&gt;" in place.page
    assert 'title = "Løn & <ros>"' in place.text("meeting.toml")
    assert len(list(place.site.glob("2020*"))) == 1, "its address stays"


def test_an_edited_caption_moves_with_the_cut(place: Workplace) -> None:
    cues = parse_vtt(place.text("captions.da.vtt")).cues
    edited = place.text("captions.da.vtt").replace(cues[-1].lines[0], "Den sidste replik", 1)
    (place.project / "captions.da.vtt").write_text(edited, encoding="utf-8")
    kept = place.publish()["programme"]["kept"]
    later = kept[0][0] + 5
    moved = place.publish("--start", f"{later:.3f}", "--replace")
    last = parse_vtt(place.text("captions.da.vtt")).cues[-1]
    assert last.lines[0] == "Den sidste replik"
    shift_us = round((moved["programme"]["kept"][0][0] - kept[0][0]) * 1e6)
    assert last.start_us == pytest.approx(cues[-1].start_us - shift_us, abs=2000)


@pytest.mark.long
def test_discarded_edits_are_made_anew_and_the_meeting_file_stays(place: Workplace) -> None:
    original = place.text("captions.da.vtt")
    (place.project / "captions.da.vtt").write_text("WEBVTT\n\n00:05.000 --> 00:07.000\nNoget andet\n", encoding="utf-8")
    (place.project / "meeting.toml").write_text(
        place.text("meeting.toml").replace('theme = ""', 'theme = "Temamøde"'), encoding="utf-8"
    )
    place.publish()
    assert "Noget andet" in place.text("captions.da.vtt")
    place.publish("--discard-edits")
    assert place.text("captions.da.vtt") == original
    assert 'theme = "Temamøde"' in place.text("meeting.toml")


def test_taken_down_it_is_gone_and_can_be_published_again_at_its_address(place: Workplace) -> None:
    address = next(place.site.glob("2020*")).name
    done = place.run("withdraw", place.project, "--from", "website")
    assert done.code == 0, done.err
    assert not list(place.site.rglob("*.mp4")) and address not in (place.site / "index.html").read_text(encoding="utf-8")
    assert steps_run(place.publish()) == ["publish"]
    assert (place.site / address / "index.html").is_file()


@pytest.mark.long
def test_cleaned_it_keeps_edits_ledger_and_evidence_and_comes_back_the_same(place: Workplace) -> None:
    content = json.loads(place.text("report.json"))["content"]
    assert place.run("clean", place.project).code == 0
    left = {path.name for path in place.project.iterdir()}
    assert {"meeting.toml", "captions.da.vtt", "edit.json", "words.json", "ledger.json"} <= left
    assert not {"video.mp4", "intro.mp4", "outro.mp4", "report.html"} & left
    document = place.publish()
    assert "transcribe" not in steps_run(document)
    assert json.loads(place.text("report.json"))["content"] == content


def test_words_that_were_cut_away_are_forgotten_where_the_preset_asks(place: Workplace) -> None:
    forget = ("--set", "privacy.forget_uncut=true")
    before = json.loads(place.text("words.json"))["words"]
    document = place.publish(*forget)
    kept = document["programme"]["kept"]
    left = json.loads(place.text("words.json"))["words"]
    assert 0 < len(left) < len(before)
    assert all(any(start < word["end"] and word["start"] < end for start, end in kept) for word in left)
    again = place.publish(*forget)
    assert steps_run(again) == []
    assert again["programme"] == document["programme"] and again["publications"][0]["state"] == "unchanged"
    assert steps_run(place.publish(*forget)) == []


def test_a_project_folder_can_be_named_in_place_of_its_recording(place: Workplace) -> None:
    done = place.run("publish", place.project, "--media-dir", place.site, *SHORT_BUMPERS, "--json")
    assert done.code == 0, done.err
    assert steps_run(done.document) == []


def test_the_last_line_for_people_is_the_published_link_and_standard_output_is_empty(place: Workplace) -> None:
    done = place.run("publish", SAMPLE, "--workspace", place.folder, "--media-dir", place.site, *SHORT_BUMPERS)
    assert done.out == ""
    assert done.err.splitlines()[-1].startswith("file://")


def test_the_poster_is_a_slide_of_the_talk_and_not_the_breaks(published: Workplace) -> None:
    """By another measure than the step's: the poster beside what the recording shows amid each of its true slides."""
    starts_s = [slide["start"] for slide in TRUTH["slides"]]
    poster = np.asarray(Image.open(published.project / "poster.jpg").convert("L"), np.float32)
    difference: dict[str, float] = {}
    with av.open(str(next(SAMPLE.glob("video*.mp4")))) as file:
        for slide, (shown_s, gone_s) in zip(TRUTH["slides"], pairwise([*starts_s, TRUTH["duration"]]), strict=True):
            file.seek(int((shown_s + gone_s) / 2 * 1_000_000))
            frame = next(frame for frame in file.decode(video=0) if frame.time >= (shown_s + gone_s) / 2)
            luma = np.asarray(frame.to_image().convert("L").resize(poster.shape[::-1]), np.float32)
            difference[slide["title"]] = float(np.abs(luma - poster).mean())
    assert min(difference, key=difference.__getitem__) in {
        "HR og den vanskelige samtale", "Hvorfor er det så svært?", "Samtalen", "Spørgsmål"
    }  # fmt: skip
