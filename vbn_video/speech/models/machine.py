"""How much memory this machine has for a model, and its graphics card: the one door to both.

The card is asked through its driver (CUDA's driver API: NVIDIA, "CUDA Driver API", cuMemGetInfo), which counts the cards as
CTranslate2 does; the engine uses the first one. Nothing is asked where CTranslate2 sees none.
"""

import ctypes
import sys
from dataclasses import dataclass
from typing import Any

DRIVER = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
FIRST_CARD = 0


@dataclass(frozen=True)
class Memory:
    """Of the machine or of a card, in bytes."""

    total: int
    free: int
    """What a program can have now, without others being put aside."""


def machine_memory() -> Memory:
    """The memory of the machine itself."""
    import psutil

    seen = psutil.virtual_memory()
    return Memory(int(seen.total), int(seen.available))


def graphics_cards() -> int:
    """How many graphics cards CTranslate2 can use; 0 without their driver."""
    import ctranslate2

    count: int = ctranslate2.get_cuda_device_count()
    return count


def card_memory() -> Memory | None:
    """The memory of the graphics card that the engine would use; None where there is none."""
    if not graphics_cards():
        return None
    try:
        return query_card_memory(ctypes.CDLL(DRIVER))
    except OSError:  # a card without its driver's library can't be used either
        return None


def query_card_memory(driver: Any) -> Memory | None:
    """The first card's memory by the functions of CUDA's driver; None where one of them refuses."""
    card, context = ctypes.c_int(), ctypes.c_void_p()
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    found = not driver.cuInit(0) and not driver.cuDeviceGet(ctypes.byref(card), FIRST_CARD)
    if not found or driver.cuDevicePrimaryCtxRetain(ctypes.byref(context), card):
        return None
    try:
        if driver.cuCtxSetCurrent(context) or driver.cuMemGetInfo_v2(ctypes.byref(free), ctypes.byref(total)):
            return None
        return Memory(total.value, free.value)
    finally:
        driver.cuCtxSetCurrent(None)
        driver.cuDevicePrimaryCtxRelease_v2(card)
