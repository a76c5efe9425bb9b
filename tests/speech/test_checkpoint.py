import json

from vbn_video.evidence import Word
from vbn_video.speech.checkpoint import Checkpoint, HeardStretch

FIRST = HeardStretch(0, 2_000_000, (Word(100_000, 900_000, "Én", 0.5), Word(1_000_000, 1_200_000, "æble", 0.25)), ("unsure",))
SECOND = HeardStretch(5_123_456, 7_000_000, ())
WRITTEN_EARLIER = """{"of": "a", "prompt": ""}
{"start": 0.0, "end": 2.0, "words": [{"start": 0.1, "end": 0.9, "text": "Én", "probability": 0.5}, \
{"start": 1.0, "end": 1.2, "text": "æble", "probability": 0.25}], "doubts": ["unsure"]}
{"start": 5.123456, "end": 7.0, "words": [], "doubts": []}
"""
"""The file as the class Journal wrote it, before it was named Checkpoint."""


def test_what_was_heard_is_there_in_the_next_run(tmp_path):
    Checkpoint(tmp_path / "heard.jsonl", "a").add([FIRST, SECOND])
    again = Checkpoint(tmp_path / "heard.jsonl", "a")
    assert again.get(0, 2_000_000) == FIRST
    assert again.get(5_123_456, 7_000_000) == SECOND
    assert again.get(0, 2_000_001) is None


def test_each_window_is_a_line_that_people_can_read(tmp_path):
    Checkpoint(tmp_path / "heard.jsonl", "a").add([FIRST])
    head, line = (tmp_path / "heard.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(head) == {"of": "a", "prompt": ""}
    assert json.loads(line)["words"][1]["text"] == "æble" and "æble" in line


def test_a_file_of_the_versions_before_is_understood(tmp_path):
    path = tmp_path / "heard.jsonl"
    path.write_text(WRITTEN_EARLIER, encoding="utf-8")
    again = Checkpoint(path, "a")
    assert again.get(0, 2_000_000) == FIRST and again.get(5_123_456, 7_000_000) == SECOND


def test_half_a_line_of_a_killed_run_is_left_out_and_gone(tmp_path):
    path = tmp_path / "heard.jsonl"
    Checkpoint(path, "a").add([FIRST, SECOND])
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    again = Checkpoint(path, "a")
    assert again.get(0, 2_000_000) == FIRST and again.get(5_123_456, 7_000_000) is None
    again.add([SECOND])
    assert path.read_bytes() == whole


def test_a_line_without_its_end_may_be_cut_within_a_letter(tmp_path):
    path = tmp_path / "heard.jsonl"
    Checkpoint(path, "a").add([FIRST])
    path.write_bytes(path.read_bytes()[: path.read_bytes().index("æ".encode()) + 1])
    assert Checkpoint(path, "a").get(0, 2_000_000) is None


def test_what_was_heard_of_another_sound_or_at_other_settings_goes(tmp_path):
    path = tmp_path / "heard.jsonl"
    Checkpoint(path, "a").add([FIRST])
    assert Checkpoint(path, "b").get(0, 2_000_000) is None
    assert Checkpoint(path, "a").get(0, 2_000_000) is None
    path.write_bytes(b"\xff\x00 no checkpoint")
    assert Checkpoint(path, "a").get(0, 2_000_000) is None


def test_what_was_begun_with_a_prompt_goes_on_with_it(tmp_path):
    path = tmp_path / "heard.jsonl"
    assert Checkpoint(path, "a", "Grenaa.").prompt == "Grenaa."
    assert Checkpoint(path, "a", "Ebeltoft.").prompt == "Grenaa."
    assert Checkpoint(path, "b", "Ebeltoft.").prompt == "Ebeltoft."
