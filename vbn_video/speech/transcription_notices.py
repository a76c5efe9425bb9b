"""What a person is told of a transcription: what was heard twice, what was left out, and where words are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vbn_video.clock import short_timecode
from vbn_video.events import Emit, Notice
from vbn_video.evidence import SpeechSpan
from vbn_video.messages import _, language_name, ngettext
from vbn_video.plan.words.spoken_language import find_other_languages
from vbn_video.speech.language_drift import detect_drift

if TYPE_CHECKING:
    from vbn_video.speech.transcription import HeardRecording

NAMED = 10
"""Number of places that are named; the rest are counted."""


def report(heard: HeardRecording, emit: Emit) -> None:
    """Emit a notice for each thing; what was dropped with its time and text, so that nobody must look for it."""
    if doubted := [stretch for stretch in heard.stretches if stretch.doubts]:
        counts = Counter(doubt for stretch in doubted for doubt in stretch.doubts)
        reasons = ", ".join(f"{count} × {_reason(doubt)}" for doubt, count in counts.most_common())
        sentence = ngettext(
            "{count} stretch was heard twice, because what the model wrote at first was doubtful: {reasons}.",
            "{count} stretches were heard twice, because what the model wrote at first was doubtful: {reasons}.",
            len(doubted),
        )
        emit(Notice(sentence.format(count=len(doubted), reasons=reasons)))
    if heard.doubtful:
        sentence = ngettext(
            "In {count} place a word was written that is not in the Danish lexicon; it was heard a second time.",
            "In {count} places a word was written that is not in the Danish lexicon; they were heard a second time.",
            len(heard.doubtful),
        )
        emit(Notice(sentence.format(count=len(heard.doubtful))))
    for dropped in heard.dropped:
        at, text = short_timecode(dropped.words[0].start_us), " ".join(word.text for word in dropped.words)
        emit(Notice(_("Left out at {at}: “{text}” ({why}).").format(at=at, text=text, why=_reason(dropped.reason))))
    for language, places in _in_other_languages(heard).items():
        sentence = _("At {places} the words look {language}, though the model was to write Danish. Look at the captions there.")
        emit(Notice(sentence.format(places=", ".join(places), language=_reason(language)), "warning"))
    for other in find_other_languages(heard.languages, heard.words):
        if other.mostly and not other.doubtful:
            sentence = _(
                "The recording seems to be held in {language} ({share} % of the words). Captions are made of Danish only: these "
                "won't be what is said, and the check will hold the video back."
            )
            emit(Notice(sentence.format(language=language_name(other.code), share=round(100 * other.share)), "warning"))
    if heard.passed_over:
        sentence = ngettext(
            "In {count} place there is speech in which the model heard no word: at {places} of the recording.",
            "In {count} places there is speech in which the model heard no word: at {places} of the recording.",
            len(heard.passed_over),
        )
        emit(Notice(sentence.format(count=len(heard.passed_over), places=list_places(heard.passed_over)), "warning"))


def list_places(spans: Sequence[SpeechSpan]) -> str:
    """The times at which the spans begin, the first `NAMED` of them, as text."""
    return ", ".join(short_timecode(span.start_us) for span in spans[:NAMED]) + (" …" if len(spans) > NAMED else "")


def _in_other_languages(heard: HeardRecording) -> dict[str, list[str]]:
    """Where the words that stand in the end look like another language, by language."""
    found: dict[str, list[str]] = {}
    for stretch in heard.stretches:
        if language := detect_drift(" ".join(word.text for word in stretch.words)):
            found.setdefault(language, []).append(short_timecode(stretch.start_us))
    return found


def _reason(name: str) -> str:
    """Why, in the person's language."""
    return {
        "nothing": _("no word"),
        "loop": _("a loop"),
        "unsure": _("unsure"),
        "too fast": _("faster than anybody speaks"),
        "no speech": _("nobody speaks there"),
        "music": _("music or noise without speech"),
        "known line": _("a line that models are known to invent"),
        "prompt leak": _("what the model had been told beforehand"),
        "Norwegian": _("Norwegian"),
        "Swedish": _("Swedish"),
        "English": _("English"),
    }[name]
