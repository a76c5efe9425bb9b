"""Capital letters: at the beginning of a sentence, not within one, and `I` the pronoun apart from `i` the preposition."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vbn_video.plan.danish.breaks import ABBREVIATIONS, ARTICLES
from vbn_video.plan.danish.rules.text_edits import TextEdit
from vbn_video.plan.danish.tokens import Token, tokens, word_set

WEEKDAYS = word_set("mandag tirsdag onsdag torsdag fredag lørdag søndag")
NEVER_LAST = ARTICLES - word_set("det den de alle dette denne disse nogen noget nogle hans") | word_set(
    "at og eller som men fordi hvis når mens samt ved hos ifølge uden blandt jeg du vi man skal vil kan må bør har"
)
"""After these no sentence ends, so a capital letter after them is no beginning."""
SMALL_WORDS = word_set(
    """at og eller som men fordi hvis når mens samt ved hos uden på til fra med af om under over efter før mellem jeg
    du han hun vi man det den der dette denne er var har havde kan skal vil må bliver blev ikke også jo så nu her hvor
    hvordan hvorfor hvad hvem en et"""
)
"""Never a name; without `De`, `Dem`, `Deres` and `I`, which are capitals by meaning."""
PHRASES_WITH_IN = word_set("dag morgen aften forgårs overmorgen øvrigt stedet gang forhold")
CLAUSE_OPENERS = word_set("hvis når at hvad hvordan hvorfor fordi da mens som om")
MODALS = word_set("kan skal vil må bør kunne skulle ville")
FINITE = word_set("er har kan skal vil må bør var havde kunne skulle ville bliver får ved gør ser hører siger synes")
INFINITIVES = word_set("høre se gøre komme få være have sige tage gå huske tænke prøve skrive fortælle finde give spørge")
WEEKDAY_LEADS = word_set("på om hver til fra næste sidste nu")


def capitals(texts: Sequence[str]) -> Iterator[TextEdit]:
    """Sentences begin with a capital letter; small words within them have none; `I` and `i` where grammar leaves no choice."""
    read = tokens(texts)
    for index, word in enumerate(read):
        before = read[index - 1] if index else None
        after = read[index + 1].core if index + 1 < len(read) and not word.closing else ""
        if before is None or _has_ended(texts[index - 1], before):
            if _may_become_capital(word):
                yield _changed(texts, index, word.core[:1].upper() + word.core[1:])
        elif not before.closing and not word.opening and _should_be_small(before, word, after):
            yield _within(texts, index, word.core.lower())
        elif word.core == "i" and not word.closing and _is_pronoun(before, after.lower()):
            yield _within(texts, index, "I")


def _within(texts: Sequence[str], index: int, core: str) -> TextEdit:
    """The word otherwise, because of the words beside it, if they are said in one go."""
    return replace(_changed(texts, index, core), context=(index - 1, index + 1))


def _changed(texts: Sequence[str], index: int, core: str) -> TextEdit:
    word = tokens(texts[index : index + 1])[0]
    return TextEdit(index, index + 1, (word.opening + core + word.closing,), "capital")


def _has_ended(text: str, word: Token) -> bool:
    """Whether a sentence surely ends here: not at an abbreviation, an ordinal, an initial, an ellipsis or a quotation in it."""
    if word.closing in ("?", "!"):
        return True
    whole = len(word.core) > 1 and word.core.isalpha() and any(letter in "aeiouyæøåé" for letter in word.plain)
    return word.closing == "." and whole and text.lower().lstrip('([»"') not in ABBREVIATIONS


def _may_become_capital(word: Token) -> bool:
    """A small word of letters alone: not `fx.dk`, not `iPhone`; a single one is a letter (`a`), but for `i` and `å`."""
    return (
        word.core.isalpha()
        and word.core.islower()
        and (len(word.core) > 1 or word.core == "i")
        and not word.opening.startswith("-")
    )


def _should_be_small(before: Token, word: Token, following: str) -> bool:
    if not (word.core[:1].isupper() and (word.core[1:].islower() or word.core == "I")):
        return False
    if word.core == "I":
        return following in PHRASES_WITH_IN
    if word.plain in SMALL_WORDS:  # but `i Den Danske Bank`
        return before.plain in NEVER_LAST and before.core.islower() and following.islower()
    return word.plain in WEEKDAYS and before.core in WEEKDAY_LEADS


def _is_pronoun(before: Token, following: str) -> bool:
    """`hvis i har`, `kan i høre`: a preposition can't stand between these."""
    if before.closing:
        return False
    return (before.plain in CLAUSE_OPENERS and following in FINITE) or (before.plain in MODALS and following in INFINITIVES)
