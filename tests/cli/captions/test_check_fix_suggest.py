"""`vbn-video captions check` and `fix`: any file, one line for each violation, nothing lost."""

import json
from pathlib import Path

import pytest

from tests.plan.made_evidence import made_evidence
from tests.running import vbn_video
from tests.steps.planned_project import PlannedProject
from vbn_video.evidence import Word
from vbn_video.formats.format_registry import parse_captions

LEGAL = "00:00:01.000 --> 00:00:03.000 line:0\n<i>Godmorgen.</i>\n"
LONG = "00:00:05.000 --> 00:00:12.000\nDenne linje er alt for lang til at kunne stå på skærmen, så den skal brydes flere gange.\n"
NEAR = "00:00:20.000 --> 00:00:22.950\nTak for i dag.\n\n00:00:23.000 --> 00:00:25.000\nFarvel.\n"
CLEAN = f"WEBVTT\n\n{LEGAL}"
WRONG = f"WEBVTT\n\nNOTE min egen\n\n{LEGAL}\n{LONG}\n{NEAR}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "møde æ.vtt"


def test_a_file_without_violations_ends_with_0_and_prints_nothing(file: Path) -> None:
    file.write_text(CLEAN, encoding="utf-8")
    done = vbn_video("captions", "check", file)
    assert (done.code, done.out) == (0, "")
    assert "1 captions, after the norm dansk-web: in order." in done.err


def test_each_violation_is_a_line_on_standard_output_and_the_end_is_6(file: Path) -> None:
    file.write_text(WRONG, encoding="utf-8")
    done = vbn_video("captions", "check", file)
    assert done.code == 6
    assert done.out.splitlines() == [
        "00:00:05.000  characters a line: 88 (limit 42 characters)",
        "00:00:20.000  gap: 0.05 (limit 0.12 s)",
    ]
    document = vbn_video("captions", "check", file, "--json").document
    assert document["offences"] == [
        {"start": 5.0, "rule": "characters a line", "value": 88.0, "limit": 42.0},
        {"start": 20.0, "rule": "gap", "value": 0.05, "limit": 0.12},
    ]
    assert (document["profile"], document["cues"], document["problems"]) == ("dansk-web", 4, [])


def test_the_norm_is_the_one_that_is_named(file: Path, tmp_path: Path) -> None:
    file.write_text(WRONG, encoding="utf-8")
    (tmp_path / "egen.toml").write_text("line_hard = 80\nline_aim = 80\ngap_s = 0.04\n", encoding="utf-8")
    own = vbn_video("captions", "check", file, "--profile", tmp_path / "egen.toml")
    assert own.out.splitlines() == ["00:00:05.000  characters a line: 88 (limit 80 characters)"]
    assert vbn_video("captions", "check", file, "--profile", "dansk-tv").code == 6
    missing = vbn_video("captions", "check", file, "--profile", "findes-ikke")
    assert missing.code == 2 and "Traceback" not in missing.err


def test_a_line_that_cannot_be_read_is_named_and_ends_with_2(file: Path) -> None:
    file.write_text(WRONG.replace("00:00:20.000 -->", "00:00:20.000 ->"), encoding="utf-8")
    done = vbn_video("captions", "check", file)
    assert done.code == 2
    assert f"{file.name}, line 11: This belongs to no caption" in done.out
    assert "characters a line: 88" in done.out, "the rest is checked all the same"


def test_fix_mends_what_is_wrong_and_leaves_the_rest_byte_for_byte(file: Path) -> None:
    file.write_text(WRONG, encoding="utf-8")
    done = vbn_video("captions", "fix", file)
    assert done.code == 0, done.err
    fixed = file.with_name("møde æ.fixed.vtt")
    text = fixed.read_text(encoding="utf-8")
    assert text.startswith(f"WEBVTT\n\nNOTE min egen\n\n{LEGAL}")
    assert text.endswith("00:00:20.000 --> 00:00:22.880\nTak for i dag.\n\n00:00:23.000 --> 00:00:25.000\nFarvel.\n")
    assert file.read_text(encoding="utf-8") == WRONG
    assert vbn_video("captions", "check", fixed).code == 0
    assert "00:00:05.000  characters a line: 1 captions became 2" in done.out
    words = [" ".join(" ".join(c.lines) for c in parse_captions(path.read_bytes(), ".vtt").cues) for path in (file, fixed)]
    assert words[0] == words[1]


@pytest.mark.parametrize("suffix", [".srt", ".ttml", ".vtt"])
def test_fix_writes_the_format_that_the_output_is_named_for(file: Path, tmp_path: Path, suffix: str) -> None:
    file.write_bytes(WRONG.replace("\n", "\r\n").encode("utf-16"))
    output = tmp_path / f"ny{suffix}"
    document = vbn_video("captions", "fix", file, "--output", output, "--json").document
    assert Path(document["output"]) == output
    assert [change["rules"] for change in document["changed"]] == [["characters a line"], ["gap"]]
    assert document["offences"] == []
    assert len(parse_captions(output.read_bytes(), suffix).cues) == document["cues"] == 5


def test_fix_of_a_file_that_is_broken_in_the_middle_writes_nothing(file: Path, tmp_path: Path) -> None:
    file.write_text(WRONG.replace("00:00:20.000 -->", "00:00:20.000 ->"), encoding="utf-8")
    done = vbn_video("captions", "fix", file)
    assert done.code == 2
    assert f"{file.name}, line 11:" in done.err and "Nothing was written." in done.err
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_fix_mends_impossible_times_and_lists_what_nobody_can_mend(file: Path) -> None:
    crowded = "".join(
        f"00:00:{s:02}.000 --> 00:00:{s:02}.900\nSytten ord på et eneste sekund er for mange.\n\n" for s in range(20)
    )
    file.write_text(f"WEBVTT\n\n-00:01.000 --> 00:00.000\nFør nul.\n\n{crowded}01:00.000 --> 01:00.000\nNul.\n", encoding="utf-8")
    done = vbn_video("captions", "fix", file, "--json")
    assert done.code == 6
    document = json.loads(done.out)
    assert document["offences"] != []
    cues = parse_captions(file.with_name("møde æ.fixed.vtt").read_bytes(), ".vtt")
    assert cues.problems == ()
    assert sum(" ".join(cue.lines).count("mange.") for cue in cues.cues) == 20


def test_a_place_that_cannot_be_written_to_is_said_in_a_sentence(file: Path, tmp_path: Path) -> None:
    file.write_text(WRONG, encoding="utf-8")
    done = vbn_video("captions", "fix", file, "--output", tmp_path / "mangler" / "ny.vtt")
    assert done.code == 4
    assert "can't be written" in done.err


def test_names_that_editors_corrected_are_suggested_for_the_glossary(tmp_path: Path) -> None:
    project = PlannedProject(tmp_path, made_evidence([(20.0, 23.0, -18.0), (40.0, 43.0, -18.0)], 60))
    said = [(at_s + n * 0.4, text) for at_s in (20, 40) for n, text in enumerate(["Vi", "mødes", "i", "Skovgrde", "i", "dag."])]
    project.say(tuple(Word(round(at * 1e6), round((at + 0.3) * 1e6), text, 0.9) for at, text in said))
    nothing = vbn_video("captions", "suggest", project.project.folder)
    assert nothing.code == 2 and "There are no captions" in nothing.err
    project.run("plan", "caption")
    project.edit("captions.da.vtt", "Skovgrde", "Skovgården")
    done = vbn_video("captions", "suggest", project.project.folder)
    assert done.code == 0, done.err
    assert done.out == '[[word]]\nright = "Skovgården"\nheard = ["skovgrde"]\n'
    (entry,) = vbn_video("captions", "suggest", project.project.folder, "--json").document["suggestions"]
    assert (entry["right"], entry["times"]) == ("Skovgården", 2)
