"""Which models fit into which memory."""

import pytest

from vbn_video.speech.models.fitting import find_fitting_models, memory_needed
from vbn_video.speech.models.machine import Memory
from vbn_video.speech.models.model_list import MODELS

GB = 1_000_000_000
PLENTY = Memory(64 * GB, 64 * GB)


@pytest.mark.parametrize("on_card", [False, True])
def test_a_larger_model_needs_more(on_card):
    needs = [memory_needed(name, "faster-whisper", on_card=on_card) for name in ("tiny", "base", "small", "medium", "large-v3")]
    assert needs == sorted(set(needs))
    assert all(need > MODELS["tiny"].bytes for need in needs)


@pytest.mark.parametrize(("engine", "maker"), [("faster-whisper", ""), ("openai-whisper", "openai/")])
def test_every_model_of_the_engine_fits_where_there_is_plenty(engine, maker):
    names = find_fitting_models(PLENTY, engine, on_card=False)
    assert {maker + name for name in names} == {name for name in MODELS if name.startswith("openai/") == bool(maker)}
    assert "base" in names


def test_only_what_is_free_counts():
    busy = Memory(total=64 * GB, free=MODELS["base"].memory)
    assert find_fitting_models(busy, "faster-whisper", on_card=False) == ("tiny", "base")


def test_a_nickname_needs_what_its_model_needs():
    assert memory_needed("turbo", "faster-whisper", on_card=False) == MODELS["large-v3-turbo"].memory
    assert memory_needed("openai/base", "openai-whisper", on_card=False) == MODELS["openai/base"].memory


@pytest.mark.parametrize(("size", "like"), [(1000, "tiny"), (200_000_000, "small")])
def test_a_model_of_one_s_own_needs_what_a_known_one_of_its_size_needs(size, like, tmp_path):
    with (tmp_path / "model.bin").open("wb") as file:
        file.truncate(size)
    assert memory_needed(str(tmp_path), "faster-whisper", on_card=False) == MODELS[like].memory


def test_of_what_is_not_there_nothing_is_known(tmp_path):
    assert memory_needed(str(tmp_path / "findes ikke"), "faster-whisper", on_card=False) == 0
