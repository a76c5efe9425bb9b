"""What the system and libraries say of a fault, as the end of a sentence in the person's language.

    OSError ──► system_reason          TOML, JSON, XML, pictures, fonts, media, templates ──► library_reason

A library's own words are English, so each kind of fault has words of ours; of one that nobody foresaw only the general is said.
Sources: errno of POSIX.1-2024; the messages of tomllib, jiter, pydantic, expat, libav, Pillow, FreeType and jinja2.
"""

import errno
import re
from collections.abc import Callable

from vbn_video.messages import _


def system_reason(error: BaseException) -> str:
    """Why the system refused, by the number of the error (libav's among them)."""
    number = getattr(error, "errno", None)
    if (text := _system_reasons().get(number)) or number is None or number not in errno.errorcode:
        return text or library_reason(str(getattr(error, "strerror", None) or error))
    return _("the system says {code}").format(code=errno.errorcode[number])


def _system_reasons() -> dict[int | None, str]:
    no_right, full, slow = _("you have no right to it"), _("the disk is full"), _("no answer came in time")
    gone, away, unable = _("the drive is not connected"), _("no connection"), _("the disk can't do that")
    return {
        errno.EACCES: no_right,
        errno.EPERM: no_right,
        errno.EROFS: _("it can only be read there"),
        errno.ENOENT: _("it is not there"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("a part of its path is no folder"),
        errno.EEXIST: _("something of that name is there already"),
        errno.ENOTEMPTY: _("the folder is not empty"),
        errno.ENOSPC: full,
        getattr(errno, "EDQUOT", errno.ENOSPC): full,
        errno.EFBIG: _("the file is too large"),
        errno.ENAMETOOLONG: _("the name is too long"),
        errno.EIO: _("the disk can't be read or written there"),
        errno.ELOOP: _("links lead in a circle"),
        errno.EBUSY: _("another program is using it"),
        errno.EMFILE: _("too many files are open"),
        errno.ENFILE: _("too many files are open"),
        errno.ENOMEM: _("there is not enough memory"),
        errno.ENODEV: gone,
        errno.ENXIO: gone,
        getattr(errno, "ESTALE", errno.ENODEV): gone,
        errno.ENOLCK: _("the disk can't lock files"),
        errno.EINVAL: unable,
        errno.ENOSYS: unable,
        errno.EOPNOTSUPP: unable,
        errno.ETIMEDOUT: slow,
        errno.ECONNREFUSED: away,
        errno.ECONNRESET: _("the connection broke off"),
        errno.ECONNABORTED: _("the connection broke off"),
        errno.EPIPE: _("the connection broke off"),
        errno.ENETUNREACH: away,
        errno.EHOSTUNREACH: away,
        errno.EADDRINUSE: _("another program uses that port"),
    }


def library_reason(said: str) -> str:
    """A library's words for a fault in words of ours; what it names (a sign, a key) stays."""
    for pattern, sentence in KINDS:
        if found := re.search(pattern, said, re.IGNORECASE):
            return sentence().format(*(part or "" for part in found.groups()))
    return _("what stands there can't be understood")


KINDS: tuple[tuple[str, Callable[[], str]], ...] = (
    # tomllib
    (r"^expected '=' after", lambda: _("an = is missing behind the key")),
    (r"^expected newline or end of document", lambda: _("something stands behind the value that does not belong there")),
    (r"^expected '(\]{1,2})' at the end", lambda: _("a {} is missing at the end of the section's name")),
    (r"^invalid value", lambda: _("the value is missing or not written as it should be")),
    (r"^invalid (?:statement|initial character)", lambda: _("the line does not begin with a key")),
    (r"^unclosed array", lambda: _("a list is not closed with ]")),
    (r"^unclosed inline table", lambda: _("a table is not closed with }}")),
    (r"^unterminated string|^expected [\"'\\]+ ", lambda: _("a text is not closed with its quotes")),
    (r"^unescaped", lambda: _("a \\ in a text begins no sign that is known; write \\\\")),
    (r"^(?:found invalid|illegal) character ('.*')", lambda: _("the sign {} may not stand there")),
    (r"^invalid hex value|^escaped character is not", lambda: _("the sign behind \\u or \\x does not exist")),
    (r"^invalid date or datetime", lambda: _("the date or the time of day does not exist")),
    (
        r"^cannot (?:declare|overwrite|mutate|redefine)|^duplicate inline table key|duplicate key",
        lambda: _("something stands there a second time"),
    ),
    # jiter
    (r"^trailing comma", lambda: _("there is a comma too many")),
    (r"^trailing characters", lambda: _("something stands behind the end")),
    (r"^expected `(.)` or `(.)`", lambda: _("a {} or a {} is missing")),
    (r"^expected `(.)`", lambda: _("a {} is missing")),
    (r"^expected (?:value|ident)|^invalid number", lambda: _("the value is missing or not written as it should be")),
    (r"^key must be a string", lambda: _("a key must stand in double quotes")),
    (r"^eof while parsing|^unexpected end of hex", lambda: _("it ends too early")),
    (r"^control character|^invalid (?:escape|unicode)|surrogate", lambda: _("a text holds a sign that may not stand there")),
    (r"^recursion limit", lambda: _("too much stands within each other in it")),
    (r"not a time", lambda: _("a time is no number of seconds, or too large")),
    (r"out of range|exceeds the limit|not a finite", lambda: _("a number is too large")),
    # pydantic
    (r"^([\w.]+): field required", lambda: _("{} is missing")),
    (r"^field required", lambda: _("a value is missing")),
    (r"^([\w.]+): input should", lambda: _("{} is of the wrong kind")),
    (r"^input should", lambda: _("a value is of the wrong kind")),
    (r"^([\w.]+): ", lambda: _("{} has a value that is not allowed")),
    # expat
    (r"mismatched tag|unclosed token|unclosed cdata", lambda: _("an element is not closed as it was opened")),
    (r"no element found|junk after document", lambda: _("it ends too early, or goes on after its end")),
    (r"not well-formed|syntax error|invalid token", lambda: _("a sign stands where it may not")),
    (r"duplicate attribute", lambda: _("something stands there a second time")),
    (r"undefined entity|unbound prefix|reference to invalid", lambda: _("it uses a name that it does not explain")),
    (r"unknown encoding|encoding specified", lambda: _("its encoding is not known")),
    # jinja2
    (r"^unexpected end of template.*'(end\w+)'", lambda: _("{} is missing")),
    (
        r"^(?:no (?:filter|test) named|encountered unknown tag) '(\w+)'|^'(\w+)' is undefined",
        lambda: _("{}{} is not known there"),
    ),
    (r"^unexpected '(.+?)'|got '(.+?)'", lambda: _("“{}{}” stands where it may not")),
    (r"^unexpected end of template|missing end of", lambda: _("something is not closed")),
    # Pillow, FreeType, libav
    (r"truncated|end of file|unexpected eof|broken data stream", lambda: _("it ends too early")),
    (r"cannot identify image|unknown file format|no decoder|decoder not found", lambda: _("it is of a kind that can't be read")),
    (r"no space left", lambda: _("the disk is full")),
    (r"no module named|no package metadata", lambda: _("it is not there")),
    (
        r"invalid data|corrupt|damaged|conceal|error while|missing picture|non-existing|invalid (?:outline|argument|nal)|broken",
        lambda: _("its data are damaged"),
    ),
)
"""(how a library's message is known, what is said instead), the first that fits."""
