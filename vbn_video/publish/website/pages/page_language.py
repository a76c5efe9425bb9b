"""What the pages say, in the language of `[website] language`: never the language of the machine that publishes."""

from dataclasses import dataclass

from vbn_video.clock import US_PER_S
from vbn_video.publish.meeting_words import LOCALES, Language


@dataclass(frozen=True)
class Wording:
    """The words of one language."""

    language: Language
    skip: str
    all_meetings: str
    no_meetings: str
    captioned: str
    """With captions in Danish."""
    captioned_in: str
    by: str
    host: str
    chapters: str
    transcript: str
    links: str
    get_video: str
    get_captions: str
    watch_there: str
    play_here: str
    cookies: str
    refused: str
    no_player: str
    nameless: str
    hours: str
    minutes: str
    seconds: str
    from_time: str


DANISH = Wording(
    language="da",
    skip="Gå til indholdet",
    all_meetings="Alle møder",
    no_meetings="Her er ingen møder endnu.",
    captioned="med danske undertekster",
    captioned_in="med undertekster på {language}",
    by="Oplæg ved",
    host="Mødeleder:",
    chapters="Kapitler",
    transcript="Udskrift",
    links="Links",
    get_video="Hent video",
    get_captions="Undertekster",
    watch_there="Se på YouTube",
    play_here="Afspil på siden",
    cookies="Når du afspiller på siden, hentes videoen fra YouTube, som sætter cookies.",
    refused="Videoen kan ikke afspilles på siden. Se den på YouTube i stedet.",
    no_player="Din browser kan ikke vise videoen her. Hent den i stedet nedenfor.",
    nameless="Møde",
    hours="t.",
    minutes="min.",
    seconds="sek.",
    from_time="Afspil fra",
)

ENGLISH = Wording(
    language="en",
    skip="Skip to the content",
    all_meetings="All meetings",
    no_meetings="There are no meetings here yet.",
    captioned="with Danish captions",
    captioned_in="with captions in {language}",
    by="Presented by",
    host="Host:",
    chapters="Chapters",
    transcript="Transcript",
    links="Links",
    get_video="Download video",
    get_captions="Captions",
    watch_there="Watch on YouTube",
    play_here="Play on this page",
    cookies="Playing it on this page fetches the video from YouTube, which sets cookies.",
    refused="The video can't be played on this page. Watch it on YouTube instead.",
    no_player="Your browser can't show the video here. Download it below instead.",
    nameless="Meeting",
    hours="h",
    minutes="min",
    seconds="s",
    from_time="Play from",
)

WORDINGS = {wording.language: wording for wording in (DANISH, ENGLISH)}


def captioned_text(spoken: str, wording: Wording) -> str:
    """`med danske undertekster`, `med undertekster på engelsk`; a language without a name by its code."""
    from babel import Locale

    if spoken == "da":
        return wording.captioned
    return wording.captioned_in.format(language=Locale.parse(LOCALES[wording.language]).languages.get(spoken, spoken))


def own_name(code: str) -> str:
    """What a language calls itself, as players list it: `Dansk`, `English`; one without a name by its code."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale(code).languages.get(code, code)
    except UnknownLocaleError:
        return code
    return str(name[:1].upper() + name[1:])


def length_text(duration_us: int, wording: Wording) -> str:
    """`1 t. 12 min.`, `48 min.`, and under a minute `45 sek.`; rounded, and never nothing."""
    if duration_us < 60 * US_PER_S:
        return f"{max(round(duration_us / US_PER_S), 1)} {wording.seconds}"
    hours, minutes = divmod(round(duration_us / US_PER_S / 60), 60)
    return " ".join([f"{hours} {wording.hours}"] * bool(hours) + [f"{minutes} {wording.minutes}"] * bool(minutes))


def size_text(size: int, wording: Wording) -> str:
    """`0,4 MB`, `312 MB`, `1,3 GB`: decimal units, as downloads are told."""
    from babel.numbers import format_decimal

    unit, name = (1e9, "GB") if size >= 1e9 else (1e6, "MB")
    amount = max(size / unit, 0.1)
    return f"{format_decimal(amount, '0.#' if amount < 10 else '0', locale=LOCALES[wording.language])} {name}"
