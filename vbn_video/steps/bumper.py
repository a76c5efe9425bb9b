"""bumper: intro, outro and the cards of breaks, from the preset's templates and the meeting's words, in the programme's shape."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vbn_video.clock import seconds
from vbn_video.codec import to_json
from vbn_video.decisions import EditPlan, ProgrammeFormat
from vbn_video.errors import InputError
from vbn_video.events import Emit, Found, Notice, Progress
from vbn_video.evidence import Recording
from vbn_video.messages import _, decimal_mark
from vbn_video.plan.cut.programme_format import programme_format
from vbn_video.project import read_value, sha256_of
from vbn_video.render.bumpers.bumper_templates import Template, find_template
from vbn_video.render.bumpers.bumper_texts import fill_texts, words_of
from vbn_video.render.bumpers.cards import PLAIN, draw_cards, save_cards
from vbn_video.render.bumpers.film import make_bumper
from vbn_video.render.ffmpeg_program import program_build
from vbn_video.settings.choices import is_file
from vbn_video.settings.preset import Bumper, Preset
from vbn_video.steps.record import fingerprint
from vbn_video.steps.step import Inputs, Outcome, Step

MAKING = 3
"""Raised when the same words and template would be drawn otherwise: then a bumper that was made before is not kept."""

SECTIONS = ("intro", "outro")
SAID = ("kicker", "title", "foot", "sound")
WEBSITE = ("website.network", "website.base_url", "website.language")
MEETING_KEYS = ("title", "theme", "date", "speakers", "host", "links")


@dataclass(frozen=True)
class PlannedBumper:
    """One bumper that the plan has room for."""

    section: str
    bumper: Bumper
    duration_us: int

    @property
    def file(self) -> str:
        """Its name in the project folder."""
        return f"{self.section}.mp4"


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Makes each bumper that the plan has room for, unless the one that is there was made from the same; draws its cards."""
    recording = read_value(inputs.files["recording.json"], Recording)
    plan = read_value(inputs.files["edit.json"], EditPlan)

    fmt = programme_format(recording, plan)
    wanted = tuple(_wanted(inputs, plan))
    memory, kept = {}, []
    for number, bumper in enumerate(wanted):
        emit(Progress(number, len(wanted)))
        memory[bumper.section] = _key(inputs, bumper, fmt)
        if inputs.memory.get(bumper.section) == memory[bumper.section] and bumper.file in inputs.previous:
            kept.append(bumper.file)
        else:
            _make_bumper(inputs, bumper, fmt, emit)
    _draw_cards(inputs, plan, fmt, emit)
    emit(Found(_describe(wanted)))
    return Outcome(memory, tuple(kept))


def templates_and_sounds(inputs: Inputs) -> dict[str, Any]:
    """Hashes of all files outside the project that the bumpers are made from."""
    hashes: dict[str, Any] = {}
    for section, bumper in (("intro", inputs.preset.intro), ("outro", inputs.preset.outro)):
        if bumper.template:
            sound = _sound(section, bumper)
            sound_sha256 = sha256_of(sound) if sound else None
            hashes[section] = [find_template(bumper.template).fingerprint(), sound_sha256]
    return hashes


def _wanted(inputs: Inputs, plan: EditPlan) -> Iterator[PlannedBumper]:
    for section, bumper, duration_us in (
        ("intro", inputs.preset.intro, plan.intro_us),
        ("outro", inputs.preset.outro, plan.outro_us),
    ):
        if duration_us and not bumper.template:
            sentence = _("The edit plan has an {section} of {length} s, but the preset's [{section}] names no template for it.")
            raise InputError(sentence, section=section, length=decimal_mark(f"{seconds(duration_us):g}"))
        if duration_us:
            yield PlannedBumper(section, bumper, duration_us)


def _key(inputs: Inputs, wanted: PlannedBumper, fmt: ProgrammeFormat) -> str:
    """A hash over all that the bumper is made from, the program that encodes it among it."""
    made_from = {
        "making": [MAKING, program_build()],
        "files": templates_and_sounds(inputs)[wanted.section],
        "texts": repr(_texts(inputs, wanted)),
        "format": to_json(ProgrammeFormat, fmt),
        "duration_us": wanted.duration_us,
    }
    return fingerprint(made_from)


def _make_bumper(inputs: Inputs, wanted: PlannedBumper, fmt: ProgrammeFormat, emit: Emit) -> None:
    left_out = make_bumper(
        find_template(wanted.bumper.template),
        _texts(inputs, wanted),
        fmt,
        wanted.duration_us,
        inputs.out[wanted.file],
        sound=_sound(wanted.section, wanted.bumper),
    )
    if left_out:
        sentence = _("The font of the {section} has no {characters}: left out there, kept everywhere else.")
        emit(Notice(sentence.format(section=wanted.section, characters=" ".join(left_out))))


def _draw_cards(inputs: Inputs, plan: EditPlan, fmt: ProgrammeFormat, emit: Emit) -> None:
    """The cards of the plan, if it has any: in the intro's look, else in the outro's, else plain."""
    if not any(span.card for span in plan.kept):
        return
    named = next((bumper.template for bumper in (inputs.preset.intro, inputs.preset.outro) if bumper.template), None)
    template: Template = find_template(named) if named else PLAIN
    foot, network = (inputs.meeting.title, inputs.preset.website.network) if named else ("", "")
    cards, left_out = draw_cards(plan, template, fmt, foot, network)
    save_cards(inputs.out["cards.npz"], cards)
    if left_out:
        sentence = _("The font of the {section} has no {characters}: left out there, kept everywhere else.")
        emit(Notice(sentence.format(section=_("card"), characters=" ".join(left_out))))


def _texts(inputs: Inputs, wanted: PlannedBumper) -> Any:
    return fill_texts(wanted.section, wanted.bumper, words_of(inputs.meeting, inputs.preset.website))


def _sound(section: str, bumper: Bumper) -> Path | None:
    if not bumper.sound:
        return None
    if not is_file(Path(bumper.sound)):
        raise InputError(_("The preset's {section}.sound names {path}, which is not there."), section=section, path=bumper.sound)
    return Path(bumper.sound)


def _describe(wanted: tuple[PlannedBumper, ...]) -> str:
    if not wanted:
        return _("none")
    return ", ".join(f"{bumper.section} {seconds(bumper.duration_us):g} s" for bumper in wanted)


def _idle_keys(preset: Preset) -> Collection[str]:
    """A bumper that has no template says nothing."""
    silent = [section for section, bumper in (("intro", preset.intro), ("outro", preset.outro)) if not bumper.template]
    shared = (*WEBSITE, *(f"meeting.{key}" for key in MEETING_KEYS)) if len(silent) == len(SECTIONS) else ()
    return (*shared, *(f"{section}.{key}" for section in silent for key in SAID))


STEP = Step(
    name="bumper",
    version=3,
    reads=("recording.json", "edit.json"),
    writes=("intro.mp4", "outro.mp4", "cards.npz"),
    optional=("intro.mp4", "outro.mp4", "cards.npz"),
    run=run,
    preset_keys=(*(f"{section}.{key}" for section in SECTIONS for key in ("template", *SAID)), *WEBSITE),
    meeting_keys=MEETING_KEYS,
    idle_keys=_idle_keys,
    external_inputs=templates_and_sounds,
)
