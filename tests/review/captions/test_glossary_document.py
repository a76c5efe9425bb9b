"""What corrections teach, previewed over this meeting and others, and written into a word list of the person's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.review.asking import Asking
from tests.steps.planned_project import PlannedProject
from vbn_video.settings.glossary import parse_glossary
from vbn_video.settings.lists.glossary_files import find_glossary, load_glossary

VTT = "captions.da.vtt"
EARLIER = "WEBVTT\n\n00:01.000 --> 00:03.000\nDer er Grenaa,\n\n00:04.000 --> 00:06.000\nsom grenaa hedder.\n"


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's own presets are written to."""
    folder = tmp_path / "egne"
    for module in ("settings.preset_files", "settings.lists.glossary_writing"):
        monkeypatch.setattr(f"vbn_video.{module}.user_folder", lambda: folder)
    return folder


@pytest.fixture
def corrected(captioned: PlannedProject, tab: Asking) -> Asking:
    """The meeting in which a name was heard wrongly, and put right on the page."""
    cues = tab.get("captions").document["cues"]
    cue = next(index for index, one in enumerate(cues) if "Grenaa" in " ".join(one["lines"]))
    text = "\n".join(cues[cue]["lines"]).replace("Grenaa", "Grenå")
    assert tab.send("captions/edit", {"kind": "text", "cue": cue, "text": text}, tab.get("captions").revision).status == 200
    return tab


def test_a_correction_becomes_an_entry_with_the_places_that_it_concerns(corrected: Asking, captioned: PlannedProject) -> None:
    earlier = captioned.project.folder.with_name("tidligere.vbn")
    earlier.mkdir()
    (earlier / VTT).write_text(EARLIER, encoding="utf-8")
    (entry,) = corrected.get("glossary").document["entries"]
    assert (entry["heard"], entry["right"]) == ("grenaa", "Grenå")
    assert [(meeting["name"], meeting["count"]) for meeting in entry["meetings"]] == [("møde", 1), ("tidligere", 2)]
    assert entry["meetings"][1]["places"][1] == {"start_us": 4_000_000, "text": "som grenaa hedder."}


def test_chosen_entries_go_into_a_list_of_ones_own_that_is_found_before_the_shipped_one(corrected: Asking, own: Path) -> None:
    shipped = load_glossary(["vbn"])
    done = corrected.send("glossary", {"entries": [{"heard": "grenaa", "right": "Grenå"}]})
    assert (done.status, done.document["added"]) == (200, 1)
    assert Path(done.document["file"]) == own / "glossary" / "vbn.toml"
    there = parse_glossary((own / "glossary" / "vbn.toml").read_text(encoding="utf-8"), "vbn.toml")
    assert there.entries[:-1] == shipped.entries
    assert (there.entries[-1].right, there.entries[-1].heard) == ("Grenå", ("grenaa",))


def test_in_a_copy_of_the_source_a_run_goes_by_the_list_that_was_written(
    corrected: Asking, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[3])
    assert find_glossary("vbn") == Path("presets/glossary/vbn.toml").absolute()
    done = corrected.send("glossary", {"entries": [{"heard": "grenaa", "right": "Grenå"}]})
    assert Path(done.document["file"]) == find_glossary("vbn") == own / "glossary" / "vbn.toml"
    assert corrected.get("glossary").document["entries"] == []


def test_a_list_in_the_folder_of_presets_beside_the_person_is_written_to(
    corrected: Asking, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "presets" / "glossary" / "vbn.toml"
    path.parent.mkdir(parents=True)
    path.write_text('words = ["Rønde"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = corrected.send("glossary", {"entries": [{"heard": "grenaa", "right": "Grenå"}]})
    assert Path(done.document["file"]) == find_glossary("vbn") == path
    assert not own.exists()


def test_what_a_person_wrote_in_the_list_stays(corrected: Asking, own: Path) -> None:
    path = own / "glossary" / "vbn.toml"
    path.parent.mkdir(parents=True)
    path.write_text('# mine navne\nwords = ["Rønde"]  # byen\n', encoding="utf-8")
    corrected.send("glossary", {"entries": [{"heard": "grenaa", "right": "Grenå"}]})
    assert path.read_text(encoding="utf-8").startswith('# mine navne\nwords = ["Rønde"]  # byen\n\n[[word]]\n')


def test_a_list_that_is_broken_is_not_written_to(corrected: Asking, own: Path) -> None:
    path = own / "glossary" / "vbn.toml"
    path.parent.mkdir(parents=True)
    path.write_text("words = [", encoding="utf-8")
    done = corrected.send("glossary", {"entries": [{"heard": "a", "right": "b"}]})
    assert done.status == 400
    assert path.read_text(encoding="utf-8") == "words = ["


@pytest.mark.parametrize("entries", [[], [{"heard": " ", "right": "x"}], [{"heard": "x"}]])
def test_an_entry_without_words_is_refused(corrected: Asking, own: Path, entries: list[dict[str, str]]) -> None:
    assert corrected.send("glossary", {"entries": entries}).status == 400
    assert not own.exists()


def test_an_entry_with_quotes_and_brackets_is_read_back_as_it_was(corrected: Asking, own: Path) -> None:
    right = 'A"b\\ [[c]] = 1'
    corrected.send("glossary", {"entries": [{"heard": "abc", "right": right}]})
    there = parse_glossary((own / "glossary" / "vbn.toml").read_text(encoding="utf-8"), "vbn.toml")
    assert there.entries[-1].right == right


def test_the_shipped_list_is_never_written_to(corrected: Asking) -> None:
    shipped = find_glossary("vbn")
    before = shipped.read_bytes()
    corrected.send("glossary", {"entries": [{"heard": "abc", "right": "Abc"}]})
    assert shipped.read_bytes() == before
