"""The Danish lexicon: which written words exist.

Stavekontrolden's dictionary in Hunspell's format (beside this file), looked up by chunspell. Of the original only `COMPOUNDMIN`
differs: with parts of two letters nearly any two syllables are a word ("alasamen").
"""

import sys
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from vbn_video.settings.choices import is_file

Knows = Callable[[str], bool]
"""Whether a word, as it stands in a text, is in the lexicon."""
Suggest = Callable[[str], tuple[str, ...]]
"""What may have been meant by a word that is not in it."""

FOLDER = Path(__file__).parent
NAME = "da_DK"
SUFFIXES = (".aff", ".dic")
SHIPPED_SHA256 = "5b315e194b9c25c5e2c45c8ed7cf8a4466e78d4759b88496cec32c3d32319b4d"
"""Over both files, one behind the other."""
FULL_STOP = "."


@cache
def danish_lexicon() -> Knows | None:
    """The lexicon as a callable that any thread may call; None where chunspell has no wheel or the dictionary is not there.

    A word is looked up without the punctuation around it, in any of Unicode's normal forms, and with a full stop where only that
    makes it a word ("kr."). What holds no letter is known. Loading takes half a second, a look-up 10 to 400 microseconds,
    of a word that was looked up before none.
    """
    opened = _dictionary()
    if opened is None:
        return None
    dictionary, lock = opened

    @lru_cache(maxsize=1 << 16)
    def knows(word: str) -> bool:
        bare = _bare(word)
        if not any(map(str.isalpha, bare)):
            return True
        with lock:
            return bool(dictionary.spell(bare) or dictionary.spell(bare + FULL_STOP))

    return knows if knows("og") else None


@cache
def danish_suggestions() -> Suggest | None:
    """What may have been meant by a word that the lexicon does not know; None where there is no lexicon. Any thread may call it.

    The dictionary's own order, the likeliest first. A suggestion takes a tenth of a second, thousands of times a look-up: it is
    for the one word that somebody looks at.
    """
    opened = _dictionary() if danish_lexicon() else None
    if opened is None:
        return None
    dictionary, lock = opened

    def suggest(word: str) -> tuple[str, ...]:
        bare = _bare(word)
        if not any(map(str.isalpha, bare)):
            return ()
        with lock:
            return tuple(dictionary.suggest(bare))

    return suggest


@cache
def _dictionary() -> tuple[Any, Lock] | None:
    """Hunspell's dictionary, and the lock under which it is asked: it keeps its work in the object."""
    try:
        from hunspell import Hunspell
        from hunspell.hunspell import HunspellFilePathError
    except ImportError:
        return None
    if not all(is_file(FOLDER / (NAME + suffix)) for suffix in SUFFIXES):
        return None
    try:
        # Hunspell takes a path of bytes: on Windows UTF-8 behind a prefix of its own, elsewhere as the system writes it.
        return Hunspell(NAME, hunspell_data_dir=str(FOLDER), system_encoding=sys.getfilesystemencoding()), Lock()
    except HunspellFilePathError:
        return None


def lexicon_fingerprint() -> str | None:
    """What a word's being known depends on; None where there is no lexicon.

    The shipped dictionary is known by its bytes; only another one is loaded to see that it can be used.
    """
    if not all(is_file(FOLDER / (NAME + suffix)) for suffix in SUFFIXES):
        return None
    key = sha256(b"".join((FOLDER / (NAME + suffix)).read_bytes() for suffix in SUFFIXES)).hexdigest()
    if key != SHIPPED_SHA256:
        return key if danish_lexicon() else None
    try:
        import_module("hunspell")
    except ImportError:
        return None
    return key


def _bare(word: str) -> str:
    composed = unicodedata.normalize("NFC", word).replace("’", "'").encode(errors="replace").decode()
    first = next((at for at, letter in enumerate(composed) if letter.isalnum()), len(composed))
    last = next((at for at in range(len(composed), first, -1) if composed[at - 1].isalnum()), first)
    return composed[first:last]
