"""`run`, `inspect` and `--dry-run` on a small recording, each in a process of its own as a person starts it."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from tests.made_media import make_video
from tests.running import started, vbn_video
from vbn_video.cli.run import STEPS
from vbn_video.pipeline import STEP_NAMES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a space and `æ` in its name, a recording of four seconds, and its project, run to the slides."""
    made = tmp_path_factory.mktemp("mine møder")
    make_video(made / "møde.mp4", seconds=4)
    done = vbn_video("run", "møde.mp4", "--until", "look", cwd=made)
    assert done.code == 0, done.err
    return made


def everything(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_until_offers_the_steps_in_their_order() -> None:
    assert STEPS == STEP_NAMES


def test_people_read_one_line_a_step_and_where_the_project_is(folder: Path) -> None:
    done = vbn_video("run", "møde.mp4", "--until", "look", cwd=folder)
    assert done.out == ""
    lines = done.err.splitlines()
    assert [line.split() for line in lines[:-1]] == [[name, "unchanged"] for name in ("ingest", "listen", "look")]
    assert lines[-1] == str(folder / "møde.vbn")


def test_programs_read_one_document_with_the_keys_of_the_design(folder: Path) -> None:
    document = vbn_video("run", "møde.mp4", "--until", "look", "--json", cwd=folder).document
    assert list(document) == [
        "project", "video", "duration", "programme", "splice", "captions", "chapters", "steps", "report", "publications",
    ]  # fmt: skip
    assert [(step["name"], step["cached"]) for step in document["steps"]] == [
        (name, True) for name in ("ingest", "listen", "look")
    ]


def test_a_dry_run_says_what_would_be_run_and_changes_nothing(folder: Path) -> None:
    before = everything(folder)
    done = vbn_video("run", "møde.mp4", "--until", "plan", "--dry-run", "--json", cwd=folder)
    assert everything(folder) == before
    assert {step["name"]: step["would_run"] for step in done.document["steps"]} == {
        "ingest": False, "listen": False, "look": False, "transcribe": True, "plan": True,
    }  # fmt: skip
    assert done.document["project"] == str(folder / "møde.vbn")


def test_a_dry_run_of_a_publication_names_the_place(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    done = vbn_video("publish", folder / "møde.mp4", "--media-dir", "web", "--dry-run", "--json", cwd=tmp_path)
    assert done.document["publications"] == [{"target": "website", "place": str(tmp_path / "web")}]
    assert list((tmp_path / "web").iterdir()) == []


def test_a_media_folder_that_is_not_there_is_said_before_any_work(tmp_path: Path) -> None:
    make_video(tmp_path / "møde.mp4", seconds=1)
    done = vbn_video("publish", "møde.mp4", "--media-dir", "drev", "--json", cwd=tmp_path)
    assert done.code == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["møde.mp4"]


def test_a_media_folder_that_refuses_is_said_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_video(tmp_path / "møde.mp4", seconds=1)
    (tmp_path / "drev").mkdir()
    write_bytes = Path.write_bytes

    def read_only(path: Path, data: bytes) -> int:
        if path.parent.name == "drev":
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return write_bytes(path, data)

    monkeypatch.setattr(Path, "write_bytes", read_only)
    for command in (("publish",), ("run", "--until", "publish")):
        done = vbn_video(*command, "møde.mp4", "--media-dir", "drev", "--json", cwd=tmp_path)
        assert done.code == 5 and "Get the right to write there" in done.err
        assert sorted(path.name for path in tmp_path.iterdir()) == ["drev", "møde.mp4"]
    assert vbn_video("publish", "møde.mp4", "--media-dir", "drev", "--dry-run", cwd=tmp_path).code == 0, "that only looks"


def test_the_workspace_is_made_where_it_is_asked_for(folder: Path, tmp_path: Path) -> None:
    done = vbn_video("run", folder / "møde.mp4", "--until", "ingest", "--workspace", tmp_path / "ny" / "mappe", "--json")
    assert done.document["project"] == str(tmp_path / "ny" / "mappe" / "møde.vbn")


def test_inspect_shows_the_recording_and_what_it_takes_and_makes_nothing(tmp_path: Path) -> None:
    make_video(tmp_path / "møde.mp4", seconds=4)
    before = everything(tmp_path)
    document = vbn_video("inspect", "møde.mp4", "--json", cwd=tmp_path).document
    assert everything(tmp_path) == before
    assert document["root"] == str(tmp_path)
    assert document["recording"]["parts"][0]["file"] == "møde.mp4"
    assert document["estimate"]["seconds"] > 0
    assert document["estimate"]["disk"] > (tmp_path / "møde.mp4").stat().st_size
    shown = vbn_video("inspect", "møde.mp4", cwd=tmp_path)
    assert "320x180, 25 pictures a second" in shown.out


def test_inspect_takes_a_project_too_and_says_what_is_still_to_do(folder: Path) -> None:
    before = everything(folder)
    for named in ("møde.mp4", "møde.vbn"):
        document = vbn_video("inspect", named, "--json", cwd=folder).document
        assert document["project"] == str(folder / "møde.vbn")
        assert document["recording"]["parts"][0]["file"] == "møde.mp4"
        assert list(document["estimate"]["steps"]) == list(STEP_NAMES[STEP_NAMES.index("transcribe") :])
        assert document["estimate"]["seconds"] == pytest.approx(sum(document["estimate"]["steps"].values()), abs=1)
    shown = vbn_video("inspect", "møde.vbn", cwd=folder).out
    assert "transcribe, plan, caption, bumper, render, check, publish" in shown and "ingest" not in shown
    assert everything(folder) == before


def test_a_larger_model_takes_longer(tmp_path: Path) -> None:
    make_video(tmp_path / "møde.mp4", seconds=4)
    seconds = [
        vbn_video("inspect", "møde.mp4", "--json", "--set", f"captions.model={model}", cwd=tmp_path).document["estimate"][
            "seconds"
        ]
        for model in ("base", "large-v3")
    ]
    assert seconds[0] < seconds[1]


def test_wrong_values_are_found_before_the_recording_is_opened(tmp_path: Path) -> None:
    done = vbn_video("inspect", "findes ikke.mp4", "--set", "captions.modle=base", "--json", cwd=tmp_path)
    assert done.code == 2
    assert "Did you mean model?" in json.loads(done.out)["error"]["message"]


def test_an_end_before_the_start_is_refused_before_anything_is_done(folder: Path) -> None:
    before = everything(folder)
    done = vbn_video("run", "møde.mp4", "--until", "plan", "--start", "0:03", "--end", "0:02", cwd=folder)
    assert (done.code, everything(folder)) == (2, before)
    assert "--end is not after --start" in done.err


def test_danish_numbers_have_a_decimal_comma(folder: Path, tmp_path: Path) -> None:
    done = started("run", "møde.mp4", "--until", "look", "--workspace", tmp_path, cwd=folder, LC_ALL="da_DK.UTF-8", LANGUAGE="da")
    assert " LUFS" in done.err and ",0 min tale" in done.err, done.err


def test_a_bumper_template_that_is_not_there_is_said_before_anything_is_done(folder: Path) -> None:
    before = everything(folder)
    words = ("run", "møde.mp4", "--until", "render", "--set", "outro.template=nix")
    done = vbn_video(*words, cwd=folder)
    assert (done.code, everything(folder)) == (2, before)
    assert "no bumper template nix" in done.err


def test_public_now_and_public_later_do_not_go_together(folder: Path) -> None:
    before = everything(folder)
    words = ("publish", "møde.mp4", "--to", "youtube", "--public", "--set", "youtube.publish_at=2099-12-01 09:00")
    done = vbn_video(*words, cwd=folder)
    assert (done.code, everything(folder)) == (2, before)
    assert "do not go together" in done.err
