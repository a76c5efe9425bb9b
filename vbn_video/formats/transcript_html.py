"""The transcript as an HTML page that stands by itself, with a time at each paragraph and each sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from vbn_video.clock import US_PER_S, player_time
from vbn_video.decisions import Chapter, Cue
from vbn_video.formats.base import CaptionFormat
from vbn_video.formats.transcript import Paragraph, Passage, Sentence, transcript_of, with_names

_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.125rem/1.6 sans-serif;color:#16211f;background:#fff;"
    "overflow-wrap:anywhere}time{color:#4d5b58;font-variant-numeric:tabular-nums}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;"
    "clip-path:inset(50%)}"
)


@dataclass(frozen=True)
class _Wording:
    """What the page says around the transcript."""

    heading: str
    at: str


_WORDINGS = {"da": _Wording("Udskrift", "Fra"), "en": _Wording("Transcript", "From")}


def write_html(cues: Sequence[Cue], chapters: Sequence[Chapter] = (), language: Literal["da", "en"] = "da") -> str:
    """The transcript as an HTML page that stands by itself, in `language`; what is said in it is Danish.

    Each paragraph has the time at which it begins, each sentence its own in `data-start` and `data-end`, in seconds.
    """
    wording = _WORDINGS[language]
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{wording.heading}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{wording.heading}</h1>",
        *(line for passage in transcript_of(cues, chapters) for line in _passage(passage, chapters, wording, language)),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _passage(passage: Passage, chapters: Sequence[Chapter], wording: _Wording, language: str) -> list[str]:
    title = "" if passage.chapter is None else f'<h2 lang="da">{escape(chapters[passage.chapter].title)}</h2>'
    paragraphs = (_paragraph(paragraph, name, wording, language) for paragraph, name in with_names(passage.paragraphs))
    return [title, *paragraphs] if title else [*paragraphs]


def _paragraph(paragraph: Paragraph, name: str, wording: _Wording, language: str) -> str:
    when = f'<span class="unseen" lang="{language}">{wording.at} </span>{_time(paragraph.start_us)}'
    who = f" <strong><bdi>{escape(name)}</bdi>:</strong>" if name else ""
    return f'<p lang="da">{when}{who} {" ".join(map(_sentence, paragraph.sentences))}</p>'


def _sentence(sentence: Sentence) -> str:
    start, end = (f"{at_us / US_PER_S:.3f}" for at_us in (sentence.start_us, sentence.end_us))
    return f'<span data-start="{start}" data-end="{end}">{escape(sentence.text)}</span>'


def _time(at_us: int) -> str:
    """A time as people read it, and as machines do (HTML, a duration)."""
    whole_s = at_us // US_PER_S
    return f'<time datetime="PT{whole_s // 3600}H{whole_s // 60 % 60}M{whole_s % 60}S">{player_time(at_us)}</time>'


FORMAT = CaptionFormat(
    project_file="transcript.da.html", write=lambda document: write_html(document.cues, document.chapters, document.page_language)
)
