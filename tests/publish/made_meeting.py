"""A meeting made for the website's tests: Danish captions, chapters and a poster, of which everything is known."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from vbn_video.decisions import Chapter, Cue
from vbn_video.formats.srt import write_srt
from vbn_video.formats.vtt import write_chapters, write_vtt
from vbn_video.publish.material import Material, TimedTexts
from vbn_video.settings.meeting import Link, Meeting

SPOKEN = (
    ("Godmorgen og velkommen til dagens møde.",),
    ("Vi er 23 virksomheder med i dag,", "og det er vi glade for."),
    ("Emnet er HR og den vanskelige samtale.",),
    ("Når vi spørger lederne selv,", "siger de næsten alle det samme:"),
    ("Det er ikke selve samtalen,", "der er svær. Det er dagene før."),
    ("Mange ledere venter for længe,", "før de tager samtalen."),
    ("Og imens sker der det,", "at historien vokser."),
    ("Hos den ene og hos den anden.",),
    ("Derfor er det første råd så enkelt,", "at det næsten er for let at sige:"),
    ("Tag den, mens den er lille.",),
    ("Der er et spørgsmål i chatten:", "Hvad gør man, når den anden bliver vred?"),
    ("Man tier stille lidt.",),
    ("Det lyder banalt, men de fleste af os", "fylder stilheden ud med det samme,"),
    ("og så er samtalen vores", "og ikke den andens."),
    ("Lad os gå videre til de fem faser.",),
    ("Den første er forberedelsen.", "Hvad vil jeg gerne opnå?"),
    ("Skriv det ned i én sætning.",),
    ("Kan du ikke det,", "er du ikke klar til samtalen."),
    ("Den anden fase er åbningen.",),
    ("Sig, hvad det drejer sig om,", "inden der er gået et minut."),
    ("Ellers sidder den anden og gætter,", "og man gætter altid på det værste."),
    ("Den tredje er at lytte.",),
    ("Spørg, og vent så på svaret,", "også når det varer længe."),
    ("Den fjerde er aftalen:", "hvem gør hvad, og hvornår?"),
    ("Den femte er opfølgningen,", "og den glemmer næsten alle."),
    ("En kop kaffe efter 14 dage er nok.",),
    ("Er der nogen, der har prøvet", "en samtale, som gik bedre end ventet?"),
    ("Ja, vi havde en på værkstedet i Grenå,", "hvor vi faktisk blev klogere begge to."),
    ("Det er et rigtig godt eksempel,", "tak for det."),
    ("Så vil jeg runde af her.",),
    ("Næste møde er den 12. januar kl. 9,", "og da handler det om turisme."),
    ("Tak for i dag, og god vind", "med samtalerne < & > alt det andet."),
)
CUE_US = 3_300_000
GAP_US = 300_000
INTRO_US = 4_000_000
CUES = tuple(
    Cue(INTRO_US + index * (CUE_US + GAP_US), INTRO_US + index * (CUE_US + GAP_US) + CUE_US, lines)
    for index, lines in enumerate(SPOKEN)
)
DURATION_US = 124_000_000
CHAPTERS = (
    Chapter(0, "Velkommen og program"),
    Chapter(CUES[3].start_us, "Derfor taler vi om det"),
    Chapter(CUES[10].start_us, "Hvad gør man, når den anden bliver vred?"),
    Chapter(CUES[14].start_us, "De fem faser"),
    Chapter(CUES[26].start_us, "Erfaringer og afrunding"),
)
MEETING = Meeting(
    title="HR og den vanskelige samtale",
    theme="Temamøde",
    date=dt.date(2020, 12, 8),
    speakers=("Anne Østergård", "Bo Åkjær"),
    host="Carl Æbelø",
    description=(
        "Hvordan forbereder man den samtale, man helst vil undgå? Et oplæg om de fem faser, med eksempler fra små"
        " virksomheder på Djursland.\n\nBagefter var der tid til spørgsmål."
    ),
    links=(Link(title="Slides fra mødet", url="https://eksempel.dk/slides.pdf"),),
)


def hash_of(text: str) -> str:
    """64 hex digits that stand for `text`."""
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def poster(words: str = "Hvad er en\nvanskelig samtale?") -> bytes:
    """A slide as a JPEG of 1280 x 720."""
    image = Image.new("RGB", (1280, 720), "#fbfaf6")
    draw = ImageDraw.Draw(image)
    draw.multiline_text((80, 100), words, fill="#0b3b44", font_size=64, spacing=18)
    draw.rectangle((980, 0, 1280, 720), fill="#56686c")
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def timed(cues: tuple[Cue, ...] = CUES, chapters: tuple[Chapter, ...] = CHAPTERS) -> TimedTexts:
    """Captions and chapters as the project's files hold them."""
    return TimedTexts(
        write_vtt(cues).encode(),
        write_srt(cues).encode(),
        write_chapters(chapters, DURATION_US).encode() if chapters else b"WEBVTT\n",
    )


def material(folder: Path, name: str = "a", video: bytes = b"video of the meeting" * 999, **changes: object) -> Material:
    """The recording `name` as a finished video in `folder`; `changes` are fields of `Material`, or of its meeting."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.mp4"
    path.write_bytes(video)
    made = Material(
        recording=hash_of(f"recording {name}"),
        content=hash_of(f"content {video!r}"),
        timing=hash_of("timing"),
        duration_us=DURATION_US,
        video=path,
        poster=poster(),
        timed=timed(),
        meeting=MEETING,
        project=folder,
    )
    of_meeting = {key: value for key, value in changes.items() if key in Meeting.model_fields}
    of_material = {key: value for key, value in changes.items() if key not in of_meeting}
    return replace(made, meeting=MEETING.model_copy(update=of_meeting), **of_material)  # type: ignore[arg-type]
