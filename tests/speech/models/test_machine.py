"""The memory of the machine and of its graphics card; the card is a driver that the test makes."""

import ctypes

import pytest

from vbn_video.speech.models import machine
from vbn_video.speech.models.machine import Memory, card_memory, machine_memory, query_card_memory


class Driver:
    """Answers as CUDA's driver does: 0 is well, what is to be told goes where the caller points."""

    def __init__(self, refuses: str = "") -> None:
        self.asked: list[str] = []
        self.refuses = refuses

    def __getattr__(self, name: str):
        def answer(*arguments):
            self.asked.append(name)
            if name == self.refuses:
                return 100
            if name == "cuMemGetInfo_v2":
                for place, value in zip(arguments, (6_000_000_000, 8_000_000_000), strict=True):
                    ctypes.cast(place, ctypes.POINTER(ctypes.c_size_t)).contents.value = value
            return 0

        return answer


def test_a_machine_has_memory_and_some_of_it_is_free():
    memory = machine_memory()
    assert 0 < memory.free <= memory.total


def test_a_card_s_memory_is_what_its_driver_says_and_the_card_is_let_go():
    driver = Driver()
    assert query_card_memory(driver) == Memory(total=8_000_000_000, free=6_000_000_000)
    assert driver.asked.index("cuDevicePrimaryCtxRetain") < driver.asked.index("cuMemGetInfo_v2")
    assert driver.asked[-1] == "cuDevicePrimaryCtxRelease_v2"


@pytest.mark.parametrize("refuses", ["cuInit", "cuDeviceGet", "cuDevicePrimaryCtxRetain", "cuCtxSetCurrent", "cuMemGetInfo_v2"])
def test_a_driver_that_refuses_has_no_card(refuses):
    driver = Driver(refuses)
    assert query_card_memory(driver) is None
    held, released = (f"cuDevicePrimaryCtx{what}" in driver.asked for what in ("Retain", "Release_v2"))
    assert released == (held and refuses != "cuDevicePrimaryCtxRetain")


def test_a_card_that_no_engine_sees_is_not_asked(monkeypatch):
    monkeypatch.setattr(machine, "graphics_cards", lambda: 0)
    monkeypatch.setattr(machine, "DRIVER", "no-such-library")
    assert card_memory() is None


def test_a_card_without_its_driver_s_library_has_no_memory_to_speak_of(monkeypatch):
    monkeypatch.setattr(machine, "graphics_cards", lambda: 1)
    monkeypatch.setattr(machine, "DRIVER", "no-such-library")
    assert card_memory() is None
