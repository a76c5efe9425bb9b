"""Which names of files may be taken from what somebody else wrote: `entry.json`, `ledger.json`, `steps.json`, a hub's answer.

A safe name is one step down from a folder on every system, and nothing else: joined to a folder it names a child of that folder.
The rules of Windows hold everywhere, because a media folder is one for all who publish into it.
Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

import re
import unicodedata

MAX_NAME_BYTES = 255  # a longer name of a file is refused by ext4, APFS and NTFS alike
FORBIDDEN = frozenset('/\\:*?"<>|')
"""Separators, drive letters and streams, and what Windows takes for a pattern."""
DECEIVING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories of what is not seen: control, formatting, half a surrogate pair, ends of lines and paragraphs."""
DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE | re.DOTALL)
"""Devices of Windows, whatever their ending."""


def is_safe_name(name: object) -> bool:
    """True if the name, joined to a folder, names a file or folder in it on every system."""
    return (
        isinstance(name, str)
        and bool(name)
        and not FORBIDDEN.intersection(name)
        and not name.endswith((".", " "))  # also `.` and `..`; Windows leaves these ends away
        and not any(unicodedata.category(character) in DECEIVING for character in name)
        and len(name.encode()) <= MAX_NAME_BYTES
        and DEVICE.fullmatch(name) is None
    )


def safe_path(path: str) -> str:
    """The path of a file, if it is a safe name or one in a folder of a safe name, with `/`.

    Raises:
        ValueError: it is not; the text names it in a form that can be shown.
    """
    folder, slash, name = path.rpartition("/")
    if not is_safe_name(name) or (slash and not is_safe_name(folder)):
        raise ValueError(f"{ascii(path)[:80]} is no name of a file")
    return path


def safe_name(name: str) -> str:
    """The name, if it is a safe one.

    Raises:
        ValueError: it is not; the text names it in a form that can be shown.
    """
    if not is_safe_name(name):
        raise ValueError(f"{ascii(name)[:80]} is no name of a file")
    return name
