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
    assert "1 caption after the norm dansk-web: in order." in done.err


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
    assert "00:00:05.000  characters a line: one caption became 2" in done.out
    words = [" ".join(" ".join(c.lines) for c in parse_captions(path.read_bytes(), ".vtt").cues) for path in (file, fixed)]
    assert words[0] == words[1]


EARLY = """WEBVTT

00:38:33.080 --> 00:38:34.240
[Susesok] ¡Fo!

00:38:40.960 --> 00:38:42.640
[timidu] G las sod koniko
de kilokib peraka

00:38:42.800 --> 00:38:45.080
nebu seber lu gupa
g mugiti k nemuni si mimob.

00:38:45.240 --> 00:38:48.000
Rured gob fa lidapa ritup dek
bamu nu fatu...

00:38:48.160 --> 00:38:50.280
Di, rese si gob fa de bunob
pelu babosagatot.

00:38:50.440 --> 00:38:51.720
- Du gob nu nodato.
- Fo, ¿ko?

00:38:51.880 --> 00:38:52.840
Gaminu mulokef.

00:38:53.000 --> 00:38:54.200
[bopodi] Mekuf tubi.

00:38:54.360 --> 00:38:56.960
Du, ru magulus gusal danun
gob pu faker k silib biga,
"""
SETTINGS = """WEBVTT

et
00:00:01.000 --> 00:00:02.000 line:0 align:left
Denne første undertekst er alt for hurtig til at læse.

to
00:00:02.120 --> 00:00:05.000 line:90%
<i>Den anden</i> står nederst i billedet.

tre
00:00:06.000 --> 00:00:14.000 line:50%
<v Anne>Denne linje er <i>alt for lang til at kunne stå på skærmen, så den skal</i> brydes flere gange for at blive lovlig.</v>
"""


def test_fix_shows_no_word_before_it_is_said_and_joins_nothing(file: Path) -> None:
    file.write_text(EARLY, encoding="utf-8")
    document = vbn_video("captions", "fix", file, "--json").document
    changed = [(change["before"][0]["start"], change["after"][0]["end"]) for change in document["changed"]]
    assert changed == [(2313.08, 2314.28), (2334.36, 2338.693333)]
    fixed = file.with_name("møde æ.fixed.vtt").read_text(encoding="utf-8")
    assert fixed == EARLY.replace("00:38:34.240", "00:38:34.280").replace("00:38:56.960", "00:38:58.693")
    assert {offence["rule"] for offence in document["offences"]} == {"reading speed", "minimum time"}


def test_fix_leaves_each_caption_its_name_its_settings_and_its_tags(file: Path) -> None:
    file.write_text(SETTINGS, encoding="utf-8")
    vbn_video("captions", "fix", file)
    _header, one, two, three, more = file.with_name("møde æ.fixed.vtt").read_text(encoding="utf-8").split("\n\n")
    assert one == "et\n00:00:01.000 --> 00:00:02.000 line:0 align:left\nDenne første undertekst er alt\nfor hurtig til at læse."
    assert two == SETTINGS.split("\n\n")[2]
    assert three.startswith("tre\n00:00:06.000 --> ") and three.splitlines()[1].endswith(" line:50%")
    assert three.splitlines()[2].startswith("<v Anne>Denne linje er <i>") and three.endswith("</i></v>")
    assert more.splitlines()[0].endswith(" line:50%") and more.splitlines()[1].startswith("<v Anne><i>")
    assert "</i> brydes" in more.replace("\n", " ") and more.endswith("lovlig.</v>\n")


@pytest.mark.parametrize("suffix", [".srt", ".ttml", ".vtt"])
def test_fix_writes_the_format_that_the_output_is_named_for(file: Path, tmp_path: Path, suffix: str) -> None:
    file.write_bytes(WRONG.replace("\n", "\r\n").encode("utf-16"))
    output = tmp_path / f"ny{suffix}"
    document = vbn_video("captions", "fix", file, "--output", output, "--json").document
    assert Path(document["output"]) == output
    assert [change["rules"] for change in document["changed"]] == [["characters a line"], ["gap"]]
    assert document["offences"] == []
    assert len(parse_captions(output.read_bytes(), suffix).cues) == document["cues"] == 5


def test_a_file_without_a_caption_is_never_in_order(file: Path, tmp_path: Path) -> None:
    file.write_text("WEBVTT\n\nNOTE intet endnu\n", encoding="utf-8")
    checked, fixed = vbn_video("captions", "check", file), vbn_video("captions", "fix", file)
    assert (checked.code, fixed.code) == (2, 2)
    assert "line 1: There is not one caption in this file." in checked.out
    assert "in order" not in checked.err and "Nothing was written." in fixed.err
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_caption_without_an_end_in_ttml_gets_one(tmp_path: Path) -> None:
    file = tmp_path / "a.ttml"
    captions = '<p begin="1s">Godmorgen.</p>\n<p begin="00:00:04:00" dur="2s">Vi begynder.</p>'
    file.write_text(f'<tt xmlns="http://www.w3.org/ns/ttml"><body><div>\n{captions}</div></body></tt>', encoding="utf-8")
    assert "a.ttml, line 2: The caption has no end" in vbn_video("captions", "check", file).out
    assert vbn_video("captions", "fix", file).code == 0
    cues = parse_captions((tmp_path / "a.fixed.vtt").read_bytes(), ".vtt").cues
    assert [(cue.start_us, cue.end_us, cue.lines) for cue in cues] == [
        (1_000_000, 2_200_000, ("Godmorgen.",)), (4_000_000, 6_000_000, ("Vi begynder.",)),
    ]  # fmt: skip


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
