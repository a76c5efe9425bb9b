"""Compounds that were written apart: joined where the two words can't stand beside each other, proposed where they hardly can.

Sure are: first parts that are no words of their own (`arbejds plads`); first parts with a linking s before a common second part,
unless an article or a possessive makes a genitive of them (`en virksomheds plan`); and a closed list of pairs. Everything else is
the glossary's business: a compound that stands in it is joined too.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from vbn_video.plan.danish.breaks import ARTICLES
from vbn_video.plan.danish.rules.text_edits import TextEdit
from vbn_video.plan.danish.tokens import Token, tokens, word_set

NEVER_ALONE = frozenset({"arbejds", "samarbejds"})
PAIRS = word_set(
    """arbejdsgiver+forening bære+dygtig bære+dygtige bære+dygtighed erhvervs+liv erhvervs+livet erhvervs+råd
    erhvervs+rådet hjemme+side hjemme+sider iværk+sætter iværk+sættere jule+frokost jule+frokosten kommune+kontor
    kommune+kontoret kunde+service lokal+samfund lokal+samfundet løn+samtale medarbejder+samtale medarbejder+samtalen
    mobil+nummer net+værk net+værker net+værket net+værks penge+institut penge+institutter sam+arbejde sam+arbejdet
    skærm+deling sommer+ferie sommer+ferien spørge+skema spørge+skemaet syge+dage syge+dagpenge syge+melding
    syge+meldt syge+meldte telefon+nummer telefon+nummeret tema+møde tema+mødet ud+dannelse ud+dannelser video+møde
    video+mødet vinter+ferie virk+somhed virk+somheden virk+somheder web+side web+siden"""
)
"""None of them is found apart in a sentence that means something else: `hjemme siden` and `tema møder` are."""
HEADS = re.compile(
    r"(?:møde|plads|plan|chef|leder|kontor|gruppe|arbejde?|marked|miljø|kultur|proces|strategi|politik|aftale|samtale|opgave|"
    r"område|udvalg|råd|center|forløb|kursus|system|værktøj|budget|behov|mål|niveau|krav|regel|lov|ret|tid|tilbud|"
    r"fond|pulje|skole|hus|afdeling|ansvar|rolle|pleje|forening|medlem|medlemmer|regnskab|rapport|materiale|program|skema)"
    r"(?:n|en|et|t|e|r|er|ne|ene|erne|s|ens|ets|ers|ernes)?"
)
_LINKING_S = re.compile(r"[a-zæøå]{3,}(?:heds|nings|lings|skabs|elses|doms|tets)")
_DETERMINERS = ARTICLES | word_set("enhver ethvert sådan sådant samme egen eget")


def compounds(texts: Sequence[str]) -> Iterator[TextEdit]:
    """Two words that are one."""
    read = tokens(texts)
    for index, (word, following) in enumerate(pairwise(read)):
        if word.closing or following.opening or not following.core.isalpha() or not following.core.islower():
            continue
        certain = _is_one(read, index)
        if certain is not None:
            joined = texts[index] + following.core + following.closing
            yield TextEdit(index, index + 2, (joined,), "compound", certain=certain, context=(index, index + 2))


def _is_one(read: Sequence[Token], index: int) -> bool | None:
    """True: surely one word; False: probably; None: two."""
    word, following = read[index], read[index + 1]
    if f"{word.core}+{following.core}" in PAIRS:
        return True
    if not HEADS.fullmatch(following.plain):
        return None
    if word.plain in NEVER_ALONE:
        return True
    if not _LINKING_S.fullmatch(word.core):
        return None
    return not any(before.plain in _DETERMINERS or before.plain.endswith("s") for before in read[max(index - 4, 0) : index])
