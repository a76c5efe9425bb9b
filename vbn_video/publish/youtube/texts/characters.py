"""Which characters YouTube takes, and how much of a text: `‹ ›` for `< >`, nothing that controls, cut at a word."""

import unicodedata

ELLIPSIS = "…"
LOOK_ALIKES = str.maketrans("<>", "‹›")
LINE_ENDS = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
LOOSE_ENDS = " \n,;:.–-"


def has_angles(*texts: str) -> bool:
    """Whether a text has `<` or `>`, which YouTube refuses in titles, descriptions and tags."""
    return any("<" in text or ">" in text for text in texts)


def without_angles(text: str) -> str:
    """The text with what looks like `<` and `>` in their places."""
    return text.translate(LOOK_ALIKES)


def one_line(text: str) -> str:
    """The text without controls, on one line, with single spaces; empty where nothing of it can be seen."""
    line = " ".join(some_lines(text).split())
    return line if any(unicodedata.category(char)[0] not in "CZ" for char in line) else ""


def some_lines(text: str) -> str:
    """The text without controls, without spaces at the ends of its lines, without empty lines around it or two together."""
    lines: list[str] = []
    for line in map(str.rstrip, _written(text).split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip("\n")


def cut_to_characters(text: str, limit: int) -> str:
    """The text, or as many of its whole words as `limit` characters hold, with an ellipsis."""
    return text if len(text) <= limit else _at_a_word(text, text[: limit - len(ELLIPSIS)])


def cut_to_bytes(text: str, limit: int) -> str:
    """The text, or as many of its whole words as `limit` bytes of UTF-8 hold, with an ellipsis; empty where that is too few."""
    data, room = text.encode(), limit - len(ELLIPSIS.encode())
    if len(data) <= limit:
        return text
    return _at_a_word(text, data[:room].decode(errors="ignore")) if room > 0 else ""


def _written(text: str) -> str:
    """The text without controls and halves of characters, composed (macOS takes `å` apart in names)."""
    for end in LINE_ENDS:
        text = text.replace(end, "\n")
    text = unicodedata.normalize("NFC", text.replace("\t", " "))
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))


def _at_a_word(text: str, beginning: str) -> str:
    """The whole words in the beginning of the text, with an ellipsis; a first word that is too long is cut within."""
    whole = text[len(beginning) :][:1].isspace() or beginning[-1:].isspace()
    words = beginning.rsplit(maxsplit=1)
    return (words[0] if len(words) > 1 and not whole else beginning).rstrip(LOOSE_ENDS) + ELLIPSIS
