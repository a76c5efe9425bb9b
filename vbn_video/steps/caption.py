"""caption: the words that are kept become captions, in every format; an edited file is kept, and moved when the cut changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from vbn_video.clock import timecode
from vbn_video.codec import to_json, to_values
from vbn_video.decisions import CaptionNotes, Captions, Cue, EditPlan, TextChange, Violation
from vbn_video.events import Emit, Found, Notice
from vbn_video.evidence import Recording, Slide, Transcript, Word
from vbn_video.formats import vtt
from vbn_video.formats.base import CaptionDocument, decode
from vbn_video.formats.format_registry import FORMATS, PROJECT_FILES
from vbn_video.formats.vtt import parse_chapters, parse_vtt, write_vtt
from vbn_video.messages import _, ngettext
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.plan.captions.compiler import compile_captions
from vbn_video.plan.captions.edited.conflicts import find_conflicts
from vbn_video.plan.captions.edited.edited_file import EditedFile, move_to_cut
from vbn_video.plan.captions.edited.retiming import CuesOfCut, Detached, move_cues, move_to_recording, same_cut
from vbn_video.plan.danish.writing import write_meeting
from vbn_video.plan.slide_words.shown_slides import shown_slides
from vbn_video.plan.slide_words.slide_names import slide_terms, write_slide_names
from vbn_video.plan.slide_words.slide_spelling import spell_slides
from vbn_video.plan.words.audible_words import audible_words
from vbn_video.plan.words.speakers import show_names
from vbn_video.project import read_value, sha256_of
from vbn_video.settings.lexicon.danish_lexicon import danish_lexicon, lexicon_fingerprint
from vbn_video.settings.lists.glossary_files import glossary_hash, load_glossary
from vbn_video.steps.edited_texts import accept_edit
from vbn_video.steps.record import fingerprint
from vbn_video.steps.step import Inputs, Outcome, Step
from vbn_video.timeline import Timeline

VTT, NOTES, ASIDE, DIFF = vtt.FORMAT.project_file, "captions.changes.json", "captions.aside.vtt", "captions.da.diff"
CUT = ("recording.json", "edit.json", "chapters.vtt", "slides.json")
"""The files that decide the captions' times, not their words."""
MAX_EARLIER_CUTS = 4
"""Number of earlier cuts kept, to place the edits of a file that was open while the cut changed."""
MAX_NAMED = 5
"""Number of the captions set aside that are named in full; the file has all."""


@dataclass(frozen=True)
class CaptionFiles:
    """The captions as they are to be, and what the next run must know of how they came to be."""

    cues: tuple[Cue, ...]
    notes: CaptionNotes
    text: str | None
    """The text of their file; None where the person's stands byte for byte."""
    heard: CuesOfCut
    """The captions as they were heard, which the person knows, in the cut that they were made for."""
    detached: Detached = field(default_factory=Detached)
    """The person's captions that have no place in this cut."""
    diff: str = ""
    """Where what is heard now says something else than the person's file."""


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Reads the words and the plan, makes or moves the captions, writes them in every format, tells what is amiss."""
    recording = read_value(inputs.files["recording.json"], Recording)
    plan = read_value(inputs.files["edit.json"], EditPlan)
    timeline, wording_key = Timeline.of(recording, plan), _wording_key(inputs)
    edited = VTT in inputs.edited
    files = _edited(inputs, recording, timeline, wording_key, emit) if edited else _fresh(inputs, timeline)
    _write(inputs, files, recording)
    _report(files, emit)
    return Outcome(memory=_memory(inputs, plan, files, wording_key))


def _fresh(inputs: Inputs, timeline: Timeline) -> CaptionFiles:
    """The captions as nobody has edited them."""
    captions = _compile(inputs, timeline)
    text = write_vtt(captions.cues, position=inputs.preset.captions.position)
    notes = CaptionNotes(captions.changes, captions.violations)
    return CaptionFiles(captions.cues, notes, text, CuesOfCut(timeline.plan, captions.cues))


def _edited(inputs: Inputs, recording: Recording, timeline: Timeline, wording_key: str, emit: Emit) -> CaptionFiles:
    """The person's captions: byte for byte for the cut that they were made for, else moved with their sound.

    They are compared with what is heard now only where that may be another text than before. A diff that the person has deleted
    is one that was read: from then on, what is heard now is what the person knows.
    """
    moved = _move(inputs, recording, timeline, emit)
    heard, changes, diff = inputs.remembered("heard", CuesOfCut), _changes_before(inputs), ""
    same_wording = inputs.memory.get("heard_from") == wording_key
    if heard is None or changes is None or inputs.memory.get("differs") or not same_wording:
        captions = _compile(inputs, timeline)
        changes = captions.changes
        was_read = same_wording and inputs.memory.get("differs") and DIFF not in inputs.previous
        if heard and not was_read:
            before, _cut = move_cues(heard.cues, Timeline.of(recording, heard.plan), timeline)
            diff = _compare(before, moved.cues, captions.cues, emit)
        heard = heard if heard and diff else CuesOfCut(timeline.plan, captions.cues)
    violations = check_cues(moved.cues, inputs.loaded_profile.profile)
    return CaptionFiles(moved.cues, CaptionNotes(changes, violations), moved.text, heard, moved.detached, diff)


def _compile(inputs: Inputs, timeline: Timeline) -> Captions:
    """The captions of what was heard and is kept, by the names that may be shown, with everything that was changed to make them.

    Raises:
        InputError: a word list or a profile is not there, or something in it is wrong.
    """
    settings, preset = inputs.preset.captions, inputs.preset
    audible = audible_words(_said(inputs), timeline.plan)
    words = [word for word in audible if timeline.plan.shows(word.start_us, word.end_us)]
    named = show_names(words, inputs.meeting, preset.privacy.names, preset.website.language)
    taught, by_slides = _with_slide_names(inputs, named, timeline)
    text = write_meeting(taught, settings, inputs.meeting, load_glossary(settings.glossary))
    profile, slides_us = inputs.loaded_profile.profile, _slides_us(inputs, timeline)
    captions = compile_captions(text.words, timeline, profile, settings.speakers, slides_us)
    changes = sorted((*by_slides, *text.changes, *captions.changes), key=lambda change: (change.start_us, change.end_us))
    return replace(captions, changes=tuple(changes))


def _with_slide_names(inputs: Inputs, words: Sequence[Word], timeline: Timeline) -> tuple[Sequence[Word], tuple[TextChange, ...]]:
    """The words with the names that stand on the slides; as they are where none was read, or no lexicon tells names.

    What was cut, or is behind a card, teaches nothing: what stands there must not come into the captions.
    """
    slides = read_value(inputs.files["slides.json"], tuple[Slide, ...])
    duration_us = read_value(inputs.files["recording.json"], Recording).duration_us
    shown = shown_slides(slides, duration_us, timeline.plan)
    knows = danish_lexicon() if any(slide.text for slide in shown) else None
    if knows is None:
        return words, ()
    terms = slide_terms(spell_slides(shown, words, duration_us, knows), duration_us, knows)
    return write_slide_names(words, terms, knows)


def _said(inputs: Inputs) -> tuple[Word, ...]:
    """The words of the recording; with those that nobody said, if the preset keeps them."""
    transcript = read_value(inputs.files["words.json"], Transcript)
    if not inputs.preset.captions.keep_inventions:
        return transcript.words
    dropped_words = (word for dropped in transcript.dropped for word in dropped.words)
    return tuple(sorted((*transcript.words, *dropped_words), key=lambda word: (word.start_us, word.end_us)))


def _slides_us(inputs: Inputs, timeline: Timeline) -> tuple[int, ...]:
    """When another slide comes up, on the programme's clock."""
    slides = read_value(inputs.files["slides.json"], tuple[Slide, ...])
    times_us = (timeline.programme_from_recording(slide.start_us) for slide in slides)
    return tuple(at_us for at_us in times_us if at_us is not None)


def _move(inputs: Inputs, recording: Recording, timeline: Timeline, emit: Emit) -> EditedFile:
    """The person's captions in this cut.

    Raises:
        InputError: a line of the file cannot be understood and words would be lost; the file stays as it is.
    """
    path = inputs.edited[VTT]
    text = decode(path.read_bytes())
    accept_edit(parse_vtt(text).problems, path, emit)
    cuts = (inputs.remembered("plan", EditPlan) or timeline.plan, *_earlier_cuts(inputs))
    words = read_value(inputs.files["words.json"], Transcript).words
    detached = inputs.remembered("aside", Detached) or Detached()
    position = inputs.preset.captions.position
    moved = move_to_cut(text, cuts, recording, timeline, words, detached=detached, position=position)
    if moved.made_for_earlier:
        emit(Notice(_("{name} was saved with the times of an earlier cut: it is read as that one's.").format(name=path.name)))
    if moved.text is not None:
        _report_moved(moved, emit)
    return moved


def _report_moved(moved: EditedFile, emit: Emit) -> None:
    emit(Notice(_("The cut has changed: your captions were moved with it.")))
    if moved.back:
        emit(
            Notice(
                ngettext(
                    "{count} caption that had been set aside is back.",
                    "{count} captions that had been set aside are back.",
                    len(moved.back),
                ).format(count=len(moved.back))
            )
        )
    if moved.cut_away:
        names = "; ".join(f"{timecode(cue.start_us)} {' '.join(cue.lines)}" for cue in moved.cut_away[:MAX_NAMED])
        more = " …" if len(moved.cut_away) > MAX_NAMED else ""
        sentence = ngettext(
            "{count} of your captions belongs to what was cut, and was set aside in {file}: {names}",
            "{count} of your captions belong to what was cut, and were set aside in {file}: {names}",
            len(moved.cut_away),
        )
        emit(Notice(sentence.format(count=len(moved.cut_away), file=ASIDE, names=names + more), "warning"))


def _compare(before: Sequence[Cue], edited: Sequence[Cue], now: Sequence[Cue], emit: Emit) -> str:
    """The diff between the person's captions and those heard anew, which a notice reports; empty where they agree."""
    found = find_conflicts(before, edited, now)
    if found.diff:
        sentence = ngettext(
            "The words were heard anew: your captions stay as they are. Where they would say something else "
            "now ({count} place, changed by you too: {both}) stands in {file}; delete it when you have read "
            "it.",
            "The words were heard anew: your captions stay as they are. Where they would say something else "
            "now ({count} places, changed by you too: {both}) stands in {file}; delete it when you have "
            "read it.",
            found.places,
        )
        emit(Notice(sentence.format(count=found.places, both=found.changed_too, file=DIFF), "warning"))
    return found.diff


def _changes_before(inputs: Inputs) -> tuple[TextChange, ...] | None:
    """What was changed to make the captions that were heard last; None where that is not there any more."""
    return read_value(inputs.previous[NOTES], CaptionNotes).changes if NOTES in inputs.previous else None


def _earlier_cuts(inputs: Inputs) -> tuple[EditPlan, ...]:
    """The cuts before the one that the captions were written for last, the latest first."""
    return inputs.remembered("earlier", tuple[EditPlan, ...]) or ()


def _write(inputs: Inputs, files: CaptionFiles, recording: Recording) -> None:
    chapters = parse_chapters(decode(inputs.files["chapters.vtt"].read_bytes())).chapters
    document = CaptionDocument(files.cues, chapters, inputs.preset.captions.position, inputs.preset.website.language)
    texts = {form.project_file: form.write(document) for form in FORMATS} | {
        VTT: files.text,
        NOTES: to_json(CaptionNotes, files.notes),
        ASIDE: _detached_text(files.detached, recording) if files.detached.groups else None,
        DIFF: files.diff or None,
    }
    for name, text in texts.items():
        if text is not None:
            inputs.out[name].write_text(text, encoding="utf-8", newline="\n")


def _detached_text(detached: Detached, recording: Recording) -> str:
    """What is set aside, for people: a WebVTT file on the recording's clock."""
    cues = [cue for group in detached.groups for cue in move_to_recording(group.all_cues, Timeline.of(recording, group.plan))]
    return write_vtt(sorted(cues, key=lambda cue: cue.start_us))


def _report(files: CaptionFiles, emit: Emit) -> None:
    said = ngettext("{count} caption", "{count} captions", len(files.cues)).format(count=len(files.cues))
    if violations := len(files.notes.offences):
        sentence = ngettext(
            "{count} place where a rule could not be kept", "{count} places where a rule could not be kept", violations
        )
        said = f"{said}; {sentence.format(count=violations)}"
    emit(Found(said))


def _memory(inputs: Inputs, plan: EditPlan, files: CaptionFiles, wording_key: str) -> dict[str, Any]:
    """What the next run must know: this cut and those before it, which a person's file may still be made for; what was heard."""
    last = inputs.remembered("plan", EditPlan)
    cuts = dict.fromkeys(cut for cut in (last, *_earlier_cuts(inputs)) if cut and not same_cut(cut, plan))
    memory = {
        "plan": to_values(EditPlan, plan),
        "cues": len(files.cues),
        "offences": [to_values(Violation, violation) for violation in files.notes.offences],
        "heard": to_values(CuesOfCut, files.heard),
        "heard_from": wording_key,
        "differs": bool(files.diff),
    }
    detached = {"aside": to_values(Detached, files.detached)} if files.detached.groups else {}
    return memory | detached | {"earlier": [to_values(EditPlan, cut) for cut in list(cuts)[:MAX_EARLIER_CUTS]]}


def _wording_key(inputs: Inputs) -> str:
    """A hash over all that the captions' wording depends on: while it is the same, what is heard says the same."""
    files = {name: sha256_of(path) for name, path in inputs.files.items() if name not in CUT}
    texts = [slide.text for slide in read_value(inputs.files["slides.json"], tuple[Slide, ...])]
    return fingerprint([files, inputs.settings, _outside(inputs), texts])


def _outside(inputs: Inputs) -> dict[str, Any]:
    """What the captions depend on outside the project: word lists, a profile of the person's own, the lexicon."""
    glossary = glossary_hash(inputs.preset.captions.glossary)
    return {"profile": inputs.loaded_profile.text, "glossary": glossary, "lexicon": lexicon_fingerprint()}


STEP = Step(
    name="caption",
    version=14,
    reads=("recording.json", "edit.json", "chapters.vtt", "words.json", "slides.json"),
    writes=(*PROJECT_FILES, NOTES, ASIDE, DIFF),
    run=run,
    editable=(VTT,),
    optional=(ASIDE, DIFF),
    preset_keys=(
        "captions.fillers",
        "captions.glossary",
        "captions.keep_inventions",
        "captions.position",
        "captions.profile",
        "captions.quotes",
        "captions.speakers",
        "privacy.names",
        "website.language",
    ),
    meeting_keys=("speakers", "host"),
    external_inputs=_outside,
)
