"""The language that messages to people are in.

Every sentence is written in English at its place, marked `_("…")`, or `ngettext("…", "…", count)` where a count decides its
words, and translated by the catalogue that the command line installs at its start. Until then (and in every test that does not
ask for Danish) messages are English.
"""

from collections.abc import Callable, Iterable

LIKE = 0.5  # how alike a word must be to be proposed, by difflib's ratio
BYTES = (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000))

Translate = Callable[[str], str]
TranslatePlural = Callable[[str, str, int], str]


def _english_plural(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


_translate: Translate = str
_translate_plural: TranslatePlural = _english_plural
_language = "en"


def install(translate: Translate, language: str = "en", translate_plural: TranslatePlural = _english_plural) -> None:
    """Let these (gettext's, from an opened catalogue of `language`) turn English sentences into the person's language."""
    global _translate, _language, _translate_plural
    _translate, _language, _translate_plural = translate, language, translate_plural


def language() -> str:
    """The language that messages are in now, as HTML's `lang` wants it: `en`, `da`."""
    return _language


def number(value: float, places: int = 0) -> str:
    """A number with the language's decimal mark."""
    return decimal_mark(f"{value:.{places}f}")


def decimal_mark(figures: str) -> str:
    """The figures with the language's decimal mark for their point."""
    return figures.replace(".", ",") if _language == "da" else figures


def size(octets: int) -> str:
    """A size on disk, in powers of ten as systems show it: `483 MB`, `1.2 GB`."""
    for unit, each in BYTES:
        if octets >= each:
            return f"{number(octets / each, 1 if octets < 10 * each else 0)} {unit}"
    return f"{octets} B"


def _(sentence: str) -> str:
    """The sentence in the person's language; its `{fields}` are left for `str.format`."""
    return _translate(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for so many, in the person's language; its `{fields}` are left for `str.format`."""
    return _translate_plural(one, many, count)


def language_name(code: str) -> str:
    """What a language is called in the language that messages are in (`English`, `engelsk`); an unknown one by its code."""
    from babel import Locale

    return str(Locale(_language).languages.get(code, code))


def did_you_mean(word: str, allowed: Iterable[str], shown: str = "{}") -> str:
    """` Did you mean …?` with the allowed word most like this one, or nothing. Its braces are for `str.format` to leave alone."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(allowed), n=1, cutoff=LIKE)
    return " " + _("Did you mean {word}?").format(word=shown.format(found[0])) if found else ""
