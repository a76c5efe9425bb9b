"""The person's language, and the catalogues that messages are translated by.

As gettext has it: LANGUAGE, LC_ALL, LC_MESSAGES, LANG; where none of them says anything, the language of the system's windows.
Danish has a catalogue; everybody else reads English.
"""

import gettext
import os
import sys
from pathlib import Path

from vbn_video import messages

DOMAIN = "vbn_video"
CLICK_DOMAIN = "click"
FOLDER = Path(__file__).parents[2] / "locale"
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
WINDOWS_DANISH = 0x06  # primary language identifier of Danish [MS-LCID]


def install_catalogues() -> None:
    """Let messages be in the person's language from here on, click's own among them."""
    if persons_language() != "da":
        return
    try:
        catalogue = gettext.translation(DOMAIN, FOLDER, ["da"])
    except OSError:
        return  # a checkout whose catalogues have not been compiled
    messages.install(lambda sentence: catalogue.gettext(sentence) if sentence else "", "da", catalogue.ngettext)
    os.environ.setdefault("LANGUAGE", "da")  # click asks gettext, and gettext asks the environment
    gettext.bindtextdomain(CLICK_DOMAIN, str(FOLDER))
    gettext.textdomain(CLICK_DOMAIN)


def persons_language() -> str:
    """Two letters, `da` or `en` or another; `en` where nothing says so."""
    said = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), None)
    if said is None:
        said = _systems_language()
    first = said.split(":")[0]
    return "en" if first in ("", "C", "POSIX") or first.startswith("C.") else first[:2].lower()


def _systems_language() -> str:
    if sys.platform == "win32":
        import ctypes

        return "da" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == WINDOWS_DANISH else "en"
    import locale

    return locale.getlocale()[0] or "en"
