"""What the system and libraries say of a fault, as the end of a sentence in the person's language.

    OSError ──► system_reason          a library's own words ──► library_reason (that library's table)

A library's own words are English, so each kind of fault has words of ours; of one that nobody foresaw its own stand in quotes.
Sources: errno of POSIX.1-2024; the messages of tomllib, jiter, pydantic, expat, jinja2, libav, Pillow, FreeType, CTranslate2 and
Python's importlib.
"""

import errno
import re
from collections.abc import Callable
from typing import Literal

from vbn_video.messages import _

Library = Literal["toml", "json", "values", "xml", "template", "media", "picture", "program", "model"]
"""Whose words they are; `values` are pydantic's, `program` those of an import, `picture` those of Pillow and readers of fonts."""
Kinds = tuple[tuple[str, Callable[[], str]], ...]
"""(how a library's message is known, what is said instead), the first that fits."""
LONGEST_QUOTE = 200
"""Characters of a library's own words."""
SURE_IN_LIBAV = frozenset({errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EMFILE, errno.ENFILE})
"""Numbers that libav has from the system only; others it gives for damaged files too."""


def system_reason(error: BaseException, library: Library | None = None) -> str:
    """Why the system refused, by the number of the error; what `library` raised without one, by its words."""
    bases = {base.__name__ for base in type(error).__mro__}  # by name: this imports no library
    if isinstance(within := getattr(error, "reason", None), OSError):
        return system_reason(within)
    if "gaierror" in bases:
        return _("no connection")
    if "SSLCertVerificationError" in bases:
        return _("the certificate of the other side can't be trusted")
    number = error.errno if isinstance(error, OSError) and "SSLError" not in bases else None
    if "FFmpegError" in bases:
        library, number = "media", number if number in SURE_IN_LIBAV else None
    if number is not None and number in errno.errorcode:
        return _system_reasons().get(number) or _("the system says {code}").format(code=errno.errorcode[number])
    return library_reason(library, str(getattr(error, "strerror", None) or error) or type(error).__name__)


def _system_reasons() -> dict[int, str]:
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


def library_reason(library: Library | None, said: str) -> str:
    """A library's words for a fault in words of ours; what it names (a sign, a key) stays."""
    for pattern, words in TABLES.get(library, ()):
        if found := re.search(pattern, said, re.IGNORECASE):
            return words().format(*(part or "" for part in found.groups()))
    said = " ".join(said.split())
    quote = said if len(said) <= LONGEST_QUOTE else said[:LONGEST_QUOTE] + "…"
    sentence = _("what stands there can't be understood (“{said}”)") if library in TEXTS else _("the message was “{said}”")
    return sentence.format(said=quote)


def _missing() -> str:
    return _("{} is missing")


def _not_known() -> str:
    return _("{} is not known there")


def _damaged() -> str:
    return _("its data are damaged")


def _unreadable_kind() -> str:
    return _("it is of a kind that can't be read")


def _ends_early() -> str:
    return _("it ends too early")


NUMBER = (r"out of range|exceeds the limit|not a finite", lambda: _("a number is too large"))
"""Python says it too, and jiter."""
TOML: Kinds = (
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
)
JSON: Kinds = (
    (r"^trailing comma", lambda: _("there is a comma too many")),
    (r"^trailing characters", lambda: _("something stands behind the end")),
    (r"^expected `(.)` or `(.)`", lambda: _("a {} or a {} is missing")),
    (r"^expected `(.)`", lambda: _("a {} is missing")),
    (r"^expected (?:value|ident)|^invalid number", lambda: _("the value is missing or not written as it should be")),
    (r"^key must be a string", lambda: _("a key must stand in double quotes")),
    (r"^eof while parsing|^unexpected end of hex", _ends_early),
    (r"^control character|^invalid (?:escape|unicode)|surrogate", lambda: _("a text holds a sign that may not stand there")),
    (r"^recursion limit", lambda: _("too much stands within each other in it")),
    NUMBER,
)
VALUES: Kinds = (
    (r"not a time", lambda: _("a time is no number of seconds, or too large")),
    NUMBER,
    (r"^([\w.]+): field required", _missing),
    (r"^field required", lambda: _("a value is missing")),
    (r"^([\w.]+): input should", lambda: _("{} is of the wrong kind")),
    (r"^input should", lambda: _("a value is of the wrong kind")),
    (r"^([\w.]+): ", lambda: _("{} has a value that is not allowed")),
)
XML: Kinds = (
    (r"mismatched tag|unclosed token|unclosed cdata", lambda: _("an element is not closed as it was opened")),
    (r"no element found|junk after document", lambda: _("it ends too early, or goes on after its end")),
    (r"not well-formed|syntax error|invalid token", lambda: _("a sign stands where it may not")),
    (r"duplicate attribute", lambda: _("something stands there a second time")),
    (r"undefined entity|unbound prefix|reference to invalid", lambda: _("it uses a name that it does not explain")),
    (r"unknown encoding|encoding specified", lambda: _("its encoding is not known")),
)
TEMPLATE: Kinds = (
    (r"^unexpected end of template.*'(end\w+)'", _missing),
    (r"^(?:no (?:filter|test) named|encountered unknown tag) '(\w+)'", _not_known),
    (r"^'(\w+)' is undefined", _not_known),
    (r" has no (?:attribute|element) '?(.+?)'?$", _not_known),
    (r"^unexpected '(.+?)'|got '(.+?)'", lambda: _("“{}{}” stands where it may not")),
    NUMBER,
    (r"^unexpected end of template|missing end of", lambda: _("something is not closed")),
)
MEDIA: Kinds = (
    (r"truncated|end of file|unexpected eof", _ends_early),
    (r"no decoder|decoder not found", _unreadable_kind),
    (r"no space left", lambda: _("the disk is full")),
    (r"invalid data|corrupt|damaged|conceal|error while|missing picture|non-existing|invalid nal", _damaged),
)
PICTURE: Kinds = (
    (r"truncated|unexpected (?:end of file|eof)|broken data stream", _ends_early),
    (r"cannot identify image|unknown file format|not a truetype", _unreadable_kind),
    (r"corrupt|damaged|broken (?:png|file|table)|invalid outline", _damaged),
)
PROGRAM: Kinds = (
    (r"^no module named '(.+?)'", _missing),
    (r"^(\S+): cannot open shared object file(?:$|: no such)", _missing),
    (r"no package metadata", lambda: _("it is not there")),
)
MODEL: Kinds = (
    (r"cuda.*out of memory", lambda: _("the graphics card has not enough memory")),
    (r"std::bad_alloc|cannot allocate memory", lambda: _("there is not enough memory")),
    (r"library (\S+) is not found", _missing),
    (r"file (\S+) is incomplete", lambda: _("{} ends too early")),
    (r"unable to open file '(.+?)'", _missing),
    *JSON,
)
TABLES: dict[Library | None, Kinds] = {
    "toml": TOML, "json": JSON, "values": VALUES, "xml": XML, "template": TEMPLATE,
    "media": MEDIA, "picture": PICTURE, "program": PROGRAM, "model": MODEL,
}  # fmt: skip
TEXTS = frozenset({"toml", "json", "values", "xml", "template"})
"""What is written by hand, and can be read where it stands."""
