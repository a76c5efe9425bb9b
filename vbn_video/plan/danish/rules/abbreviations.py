"""Abbreviations with the points that Retskrivningsordbogen gives them."""

from collections.abc import Iterator, Sequence

from vbn_video.plan.danish.breaks import begins_sentence
from vbn_video.plan.danish.rules.text_edits import TextEdit
from vbn_video.plan.danish.tokens import capital_as_in, token

WRITTEN = {
    "feks": "f.eks.", "f.eks": "f.eks.", "ca": "ca.", "pga": "pga.", "p.g.a": "pga.", "osv": "osv.", "o.s.v": "osv.",
    "dvs": "dvs.", "d.v.s": "dvs.", "ift": "ift.", "mht": "mht.", "m.h.t": "mht.", "vha": "vha.", "hhv": "hhv.", "evt": "evt.",
    "inkl": "inkl.", "ekskl": "ekskl.", "bl.a": "bl.a.", "m.fl": "m.fl.", "o.l": "o.l.", "mfl": "m.fl.", "vedr": "vedr.",
    "jf": "jf.",
}  # fmt: skip
AFTER_A_NUMBER = {"mio": "mio.", "mia": "mia.", "stk": "stk."}
BEFORE_A_NUMBER = {"nr": "nr.", "tlf": "tlf.", "kap": "kap."}
APART = {
    ("f", "eks"): "f.eks.", ("bl", "a"): "bl.a.", ("m", "fl"): "m.fl.", ("d", "v", "s"): "dvs.", ("o", "s", "v"): "osv.",
    ("p", "g", "a"): "pga.",
}  # fmt: skip


def abbreviations(texts: Sequence[str]) -> Iterator[TextEdit]:
    """`f. eks.`, `feks` are `f.eks.`, `ca` is `ca.`; whole words (`for eksempel`) stay."""
    for index, text in enumerate(texts):
        word = token(text)
        apart = next((names for names in APART if names[0] == word.plain and _stands(texts, index, names)), None)
        if apart:
            written = word.opening + capital_as_in(word.core, APART[apart])
            last = index + len(apart)
            yield TextEdit(index, last, (_with(written, token(texts[last - 1]).closing),), "abbreviation")
            continue
        following = texts[index + 1] if index + 1 < len(texts) else ""
        written = WRITTEN.get(word.plain, "")
        if following[:1].isdigit() and not word.closing.strip("."):
            written = written or BEFORE_A_NUMBER.get(word.plain, "")
        if index and texts[index - 1][-1:].isdigit():
            written = written or AFTER_A_NUMBER.get(word.plain, "")
        if written and (word.core.islower() or (begins_sentence(texts, index) and word.core[1:].islower())):
            yield TextEdit(
                index, index + 1, (_with(word.opening + capital_as_in(word.core, written), word.closing),), "abbreviation"
            )


def _stands(texts: Sequence[str], index: int, names: Sequence[str]) -> bool:
    """Whether these pieces stand here, each with its point or without."""
    read = [token(text) for text in texts[index : index + len(names)]]
    if [word.plain for word in read] != list(names):
        return False
    return {word.closing for word in read[:-1]} <= {"", "."}


def _with(written: str, closing: str) -> str:
    """The abbreviation's point is the full stop too."""
    return written + closing.removeprefix(".")
