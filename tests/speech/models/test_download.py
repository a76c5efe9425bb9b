import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.speech.model_server import COMMIT, Hub, serving
from vbn_video.errors import InputError, MissingError
from vbn_video.events import Progress
from vbn_video.speech.models import installed as models
from vbn_video.speech.models import model_list as catalogue
from vbn_video.speech.models import store
from vbn_video.speech.models.download import ATTEMPTS, fetch_model
from vbn_video.speech.models.installed import download, list_models, model_hash, require_model_folder
from vbn_video.speech.models.model_list import KnownModel, ModelFile

WEIGHTS = b"\6\0\0\0\x0c\0WhisperSpec\0" + bytes(range(256)) * 8000
FILES = {"config.json": b"{}", "model.bin": WEIGHTS, "tokenizer.json": b"[1]", "vocabulary.txt": "æøå\n".encode()}
PINNED = KnownModel(
    "small",
    "make/small",
    "abc",
    sum(map(len, FILES.values())),
    1_000_000_000,
    tuple(ModelFile(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in FILES.items()),
)
FROM_HUB = KnownModel("roest-v3", "make/roest", "main", 2_000_000, 1_000_000_000, licence="OpenRAIL", danish=True)


@pytest.fixture
def hub(empty_store, monkeypatch) -> Iterator[Hub]:
    """A hub that holds one model, in the place of the real one; it lists and pins the same files under two names."""
    monkeypatch.setitem(catalogue.MODELS, "small", PINNED)
    monkeypatch.setitem(catalogue.MODELS, "roest-v3", FROM_HUB)
    with serving(Hub({**FILES, "README.md": b"# no part of the model"})) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


def fetch_quickly(model: KnownModel, folder: Path) -> list[Progress]:
    told: list[Progress] = []
    folder.parent.mkdir(parents=True, exist_ok=True)
    fetch_model(model, folder, told.append, pause=lambda seconds: None)
    return told


def test_a_pinned_model_is_fetched_verified_and_put_in_place(hub, empty_store):
    told = []
    folder = download("small", told.append)
    assert folder == empty_store / "small" == require_model_folder("small")
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "verified.json"} == FILES
    assert (told[-1].done, told[-1].total) == (PINNED.bytes, PINNED.bytes)
    assert model_hash("small") == hashlib.sha256(WEIGHTS).hexdigest()
    assert all("/make/small/resolve/abc/" in path for path, _ in hub.asked)


def test_a_model_that_is_there_is_not_fetched_again(hub):
    download("small", lambda event: None)
    asked = len(hub.asked)
    download("small", lambda event: None)
    assert len(hub.asked) == asked


def test_a_model_without_pins_is_verified_against_what_the_hub_says_and_its_commit_is_kept(hub):
    folder = download("roest-v3", lambda event: None)
    record = store.read_record(folder)
    assert (record.verified, record.revision, set(record.files)) == ("hub", COMMIT, set(FILES))
    assert next(state for state in list_models() if state.name == "roest-v3").state == "ready"


def test_a_break_in_the_middle_goes_on_where_it_was(hub, empty_store):
    hub.cut_after = [2, 1_000_000]
    fetch_quickly(PINNED, empty_store / "small")
    assert (empty_store / "small" / "model.bin").read_bytes() == WEIGHTS
    assert [asked for path, asked in hub.asked if path.endswith("model.bin")] == [None, "bytes=1000000-"]


def test_a_download_that_was_given_up_goes_on_in_the_next_run(hub, empty_store):
    hub.cut_after = [2] + [700_000] + [0] * ATTEMPTS
    with pytest.raises(MissingError, match="goes on where it was"):
        fetch_quickly(PINNED, empty_store / "small")
    assert not (empty_store / "small").exists()
    hub.cut_after = []
    fetch_quickly(PINNED, empty_store / "small")
    assert hub.asked[-3][1] == "bytes=700000-"
    assert (empty_store / "small" / "model.bin").read_bytes() == WEIGHTS


def test_a_server_that_ignores_range_sends_the_whole_again(hub, empty_store):
    hub.ranges, hub.cut_after = False, [2, 1_000_000]
    fetch_quickly(PINNED, empty_store / "small")
    assert (empty_store / "small" / "model.bin").read_bytes() == WEIGHTS


def test_a_busy_server_is_asked_again(hub, empty_store):
    hub.statuses = [503, 500, 429]
    fetch_quickly(PINNED, empty_store / "small")
    fetch_quickly(FROM_HUB, empty_store / "roest-v3")
    assert (empty_store / "small" / "model.bin").read_bytes() == WEIGHTS


def test_a_server_that_stays_busy_is_left_alone(hub, empty_store):
    hub.statuses = [503] * 99
    with pytest.raises(MissingError, match="503"):
        fetch_quickly(FROM_HUB, empty_store / "roest-v3")
    assert len(hub.asked) == ATTEMPTS


def test_a_file_that_is_not_there_is_named(hub, empty_store):
    del hub.files["tokenizer.json"]
    with pytest.raises(MissingError, match=r"tokenizer\.json.*404"):
        fetch_quickly(PINNED, empty_store / "small")


def test_wrong_bytes_are_refused_and_leave_nothing(hub, empty_store):
    hub.files["model.bin"] = WEIGHTS[:-1] + b"x"
    with pytest.raises(MissingError, match="not what it should be"):
        fetch_quickly(PINNED, empty_store / "small")
    assert not (empty_store / "small").exists()
    assert not (empty_store / "small.part" / "model.bin").exists()


@pytest.mark.parametrize("left", [WEIGHTS + b"more", b"x" * len(WEIGHTS), b"x" * 500])
def test_wrong_bytes_left_by_an_earlier_run_are_fetched_anew(hub, empty_store, left):
    (empty_store / "small.part").mkdir(parents=True)
    (empty_store / "small.part" / "model.bin").write_bytes(left)
    fetch_quickly(PINNED, empty_store / "small")
    assert (empty_store / "small" / "model.bin").read_bytes() == WEIGHTS


def test_a_small_file_of_the_hub_is_verified_by_its_git_id(hub, empty_store, monkeypatch):
    said = hub.listing()
    monkeypatch.setattr(Hub, "listing", lambda self: said)
    hub.files["config.json"] = b"[]"
    with pytest.raises(MissingError, match=r"config\.json"):
        fetch_quickly(FROM_HUB, empty_store / "roest-v3")


def test_a_place_without_a_ctranslate2_model_is_refused(hub, empty_store):
    del hub.files["model.bin"]
    with pytest.raises(MissingError, match="CTranslate2"):
        fetch_quickly(FROM_HUB, empty_store / "roest-v3")


def test_a_network_that_is_not_there_is_a_sentence(hub, empty_store, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(MissingError, match="can't be fetched"):
        fetch_quickly(PINNED, empty_store / "small")


def test_a_full_disk_is_a_sentence(hub, empty_store, monkeypatch):
    def full(path, record):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vbn_video.speech.models.download.write_record", full)
    with pytest.raises(MissingError, match="the disk is full"):
        fetch_quickly(PINNED, empty_store / "small")


def test_openais_own_file_is_fetched_from_its_own_place(hub, monkeypatch):
    data = b"weights of torch"
    digest = hashlib.sha256(data).hexdigest()
    file = ModelFile("base.pt", len(data), digest)
    monkeypatch.setitem(catalogue.MODELS, "openai/base", KnownModel("openai/base", "", digest, len(data), 1_000_000_000, (file,)))
    monkeypatch.setenv("VBN_VIDEO_OPENAI_MODELS", hub.url)
    hub.files["base.pt"] = data
    download("openai/base", lambda event: None)
    assert models.require_model_file("base").read_bytes() == data
    assert models.require_model_file("openai/base") == models.require_model_file("base")
    assert models.model_hash("base", "openai-whisper") == digest
    assert hub.asked == [(f"/{digest}/base.pt", None)]


def test_an_unknown_name_is_refused_with_the_nearest_right_one(hub):
    with pytest.raises(InputError, match="Did you mean small"):
        download("smal", lambda event: None)
    assert hub.asked == []


def test_a_damaged_model_is_mended_by_downloading_it_again(hub):
    folder = download("small", lambda event: None)
    (folder / "model.bin").write_bytes(b"rubbish")
    with pytest.raises(MissingError, match=r"damaged.*models download small"):
        require_model_folder("small")
    download("small", lambda event: None)
    assert (require_model_folder("small") / "model.bin").read_bytes() == WEIGHTS


def test_a_model_copied_by_hand_is_verified_when_it_is_first_seen(hub, empty_store):
    download("small", lambda event: None)
    shutil.copytree(empty_store / "small", empty_store / "kopi")
    shutil.rmtree(empty_store / "small")
    (empty_store / "kopi").replace(empty_store / "small")
    (empty_store / "small" / "verified.json").unlink()
    assert require_model_folder("small") == empty_store / "small"
    (empty_store / "small" / "verified.json").unlink()
    (empty_store / "small" / "config.json").write_bytes(b"[]")
    with pytest.raises(MissingError, match="damaged"):
        require_model_folder("small")


@pytest.mark.parametrize(
    "says",
    [
        b"<html>Log in to the hotel's network</html>",
        b"",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        b'{"siblings": []}',
        b'{"sha": "abc", "siblings": {"a": 1}}',
        b'{"sha": "abc", "siblings": [{"rfilename": ["model.bin"]}]}',
        b'{"sha": "abc", "siblings": [{"rfilename": "model.bin", "size": "large"}]}',
        b'{"sha": "abc", "siblings": [{"rfilename": "model.bin", "size": 1, "lfs": {}}]}',
        b'{"sha": "abc", "siblings": [{"rfilename": "model.bin", "size": 1, "lfs": 7}]}',
        b'{"sha": "abc", "siblings": [{"rfilename": "../../victim", "size": 1, "blobId": "x"}]}',
    ],
)
def test_what_is_no_list_of_files_is_said(says, hub, empty_store):
    hub.says = says
    with pytest.raises(MissingError, match=r"is not what it should be|holds no model"):
        fetch_quickly(FROM_HUB, empty_store / "roest-v3")


@pytest.mark.parametrize("status", [403, 503])
def test_the_words_of_a_hub_are_shown_without_what_gives_a_right(status, hub, empty_store):
    hub.statuses, hub.reason = [status] * 9, "No \x1b[31m<b>token</b> hf_hemmeligHemmeligHemmelig"
    with pytest.raises(MissingError, match=r"No \[31m token \*\*\*") as raised:
        fetch_quickly(PINNED, empty_store / "small")
    assert "hemmelig" not in raised.value.message and "\x1b" not in raised.value.message


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("place", ["small.part", "small.part/model.bin", "small.part/stray", "small", ".small.lock"])
def test_no_link_among_the_models_is_followed(place, hub, empty_store, tmp_path):
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "letter").write_bytes(b"Dear")
    (empty_store / place).parent.mkdir(parents=True, exist_ok=True)
    (empty_store / place).symlink_to(victim / "letter" if place.endswith((".bin", ".lock")) else victim)
    folder = download("small", lambda event: None)
    assert {path.name: path.read_bytes() for path in victim.iterdir()} == {"letter": b"Dear"}
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "verified.json"} == FILES
    assert not folder.is_symlink()


@pytest.mark.parametrize("files", ['{"../../victim": {"sha256": "x", "size": 1, "modified_ns": 1}}', "[]", '{"a": 1}'])
def test_a_record_that_names_what_is_elsewhere_is_none(files, tmp_path):
    (tmp_path / store.RECORD).write_text(f'{{"verified": "no", "revision": "", "files": {files}}}', encoding="utf-8")
    assert store.read_record(tmp_path) is None
