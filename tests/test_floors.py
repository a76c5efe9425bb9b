"""The rules of the house: imports only point down, decisions are pure, each outward door is where the design puts it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "vbn_video"

WAYS = {
    "": "clock safe_names messages < reasons < errors < disk untrusted < codec < events heard_otherwise < evidence < decisions <"
    " timeline < project < settings < formats < plan < recording <"
    " look listen speech render report publish < steps < runs < pipeline < review batch"
    " < cli < __main__",
    "disk": "disk_refusals state_notes < flushing",
    "settings": "choices trimming meeting toml_lines < glossary phrase_table meeting_text profiles < meeting_file preset"
    " profile_files < preset_faults < preset_files < lists",
    "settings/lists": "list_files < glossary_files phrase_files < glossary_writing",
    "formats": "base < cue_markup < cue_blocks timed_text transcript < vtt srt ttml plain_text transcript_html foreign <"
    " edited_vtt format_registry",
    "formats/timed_text": "ttml_times xml_tree < ttml_reader",
    "plan": "danish < words < slide_words meeting < captions < chapters cut sound review",
    "plan/captions": "check_cues condensing speaker_changes < talk < cue_costs < cue_candidates < proofs relaxed_segmentation <"
    " cues segmentation < compiler < repair edited",
    "plan/captions/edited": "chapter_moves conflicts realignment < retiming < edited_file",
    "plan/chapters": "chapter_evidence chapter_rules chapter_weights shown_spans < chapter_choice chapter_titles <"
    " agenda spoken_titles < chapter_signs < chapter_candidates < chapter_plan",
    "plan/chapters/agenda": "spoken_matches < agenda_places < agenda_slides agenda_order < agenda_signs",
    "plan/cut": "gops poster_moments programme_format remembered_breaks < cut_points < splice spoken_cuts < edit_text trim <"
    " asked_cut < doubtful_breaks",
    "plan/danish": "tokens phonetics person_names letter_repair < breaks < glossary_index < meeting_glossary rules <"
    " corrections writing",
    "plan/danish/rules": "numerals text_edits < numbers < dates",
    "plan/meeting": "meeting_evidence sound_search turns break_card reason_words < phrase_index < phrase_marks talk <"
    " sides < meeting_breaks < decide",
    "plan/meeting/sides": "said utterance_levels < side_candidates < clues < phrase_clues talk_clues < turn_clues <"
    " side_evidence < side_choice",
    "plan/slide_words": "shown_slides slide_names slide_spelling",
    "plan/words": "audible_words spoken_length utterances known_hallucinations unknown_words other_hearings <"
    " hallucinations speakers word_times",
    "untrusted": "visible_text < foreign_words",
    "publish": "ledger this_machine < publication material meeting_words < published_cut < website youtube < targets",
    "publish/website": "storage slug < entry < pages page_facts < catalogue target_state < removal meeting_folder <"
    " double_pages page_notices < media_folder < claim < site",
    "publish/website/storage": "run_marks drive_files drive_errors < sweeping < drive",
    "publish/youtube": "transport < auth < api < texts < channel < upload < sync",
    "publish/website/pages": "palette page_language player < assets timed_rows < html",
    "publish/youtube/transport": "http_session responses < connection refusals < retry",
    "publish/youtube/auth": "answer_listener token_exchange token_file < consent login",
    "publish/youtube/api": "calls < methods",
    "publish/youtube/texts": "characters our_tags thumbnail < metadata < chapter_lines merge text_templates visibility <"
    " description < limits",
    "publish/youtube/channel": "video_facts < session",
    "publish/youtube/upload": "state_machine < transfer < one_upload",
    "publish/youtube/sync": "login_status metadata_update processing side_acts target_metadata < rivals withdrawal <"
    " video_choice < publication_sync",
    "recording": "timing video_names sources identity < media < views h264 sound probe < zoom plain_files same_sound packets <"
    " find understand",
    "listen": "levels speech_spans participant_tracks < sound_frames voice_clusters < voices sound_scene"
    " single_channels measure diarization",
    "look": "slides slide_lines < late_lines slide_pictures text_reader < slide_text",
    "recording/h264": "bits < units configuration < sps < pps < parameter_sets < slices < order < stream",
    "recording/sound": "channels loudness_meter < samples",
    "recording/timing": "edit_lists frame_rate",
    "recording/zoom": "cloud local participant_files zoom_captions active_speakers chat < sidecars sidecar_texts meeting_marks",
    "render": "colour ffmpeg_program programme frame_scores tiles < stills < mp4 < bumpers coded sound < reuse < movie",
    "render/bumpers": "bumper_templates bumper_texts glyphs < fonts < layout < backgrounds slanted_field < composition <"
    " cards film",
    "render/coded": "fit h264_track < encode segments < card",
    "render/mp4": "boxes tracks < tables text_metadata trak < descriptions interleave parse < head < finished writer < rewrite",
    "render/sound": "aac programme_sound < aac_parts < soundtrack",
    "report": "measure report_figures < finding_texts < rules < page",
    "report/measure": "media_digest measurements < container intervals tolerant_decoder < ebur128 frame_chunks < finished_video",
    "report/page": "caption_rows chapter_rows contact_sheet cut_places measure_rows page_words < report_page",
    "report/rules": "case < media_rules text_rules < judge",
    "speech": "models < engines < windows language_drift checkpoint prompt < window_words doubts < hearing < transcription <"
    " transcription_notices forced_alignment < zoom_words",
    "speech/engines": "engine < attention_alignment < faster_whisper openai_whisper < registry",
    "speech/models": "model_list machine store < download embedded fitting < installed",
    "steps": "step record < runner",
    "review": "workspace < answers < access media page < documents < captions desk < application < serving",
    "review/documents": "project_preset project_writing meeting_values publication_targets cut_values < document_edits <"
    " intro_picture cut_document chapters_document meeting_document publication_document website_setting",
    "review/captions": "captions_evidence captions_values < captions_heard captions_journal <"
    " captions_store edit_labels < captions_requests < captions_document <"
    " corrections_document glossary_document doubts_document",
    "plan/review": "doubts cue_lines cue_splices heard_places < cue_edits lost_edits merging < correction_records"
    " < decided_doubts",
    "plan/review/doubts": "caption_words near_terms doubt_weights sound_variants < doubt_evidence < word_doubts < candidates"
    " doubt_groups",
    "runs/otio": "otio_package < otio_reader otio_writer",
    "runs": "otio exchanged forget_uncut heard_captions remembered_preset < request run_result < projects expected < opening"
    " < handed_in < cut_by_hand",
    "cli": "terminal < options",
    "cli/captions": "caption_lines suggest < check fix",
    "cli/doctor": "installation < checkups",
    "cli/options": "option_types prerequisites < shared_options < run_options",
    "cli/plan": "cut_bar cut_lines < show_cut reset_cut export_cut < set_cut",
    "cli/terminal": "language readable stopping < printing < failure progress_display < dry_run",
}
"""In each room, what may import what: a name may reach those further left, never one beside it or further right.

What is not named may be anywhere, as long as nothing comes back to where it began.
"""
MEDIA_ROOMS = {"recording", "listen", "look", "speech", "render", "report"}
MEDIA_MODULES = {"av", "moviepy", "ffmpeg", "imageio_ffmpeg", "faster_whisper", "ctranslate2", "whisper", "torch", "onnxruntime"}
NETWORK_MODULES = {"socket", "http", "urllib", "requests", "httplib2", "googleapiclient", "yt_dlp", "fsspec", "asyncio", "ssl"}
NETWORK_ROOMS = {"publish", "batch", "review"}
NETWORK_FILES = {"speech/models/download.py", "recording/fetch"}
IMPURE_MODULES = {
    "os",
    "io",
    "pathlib",
    "subprocess",
    "socket",
    "time",
    "random",
    "secrets",
    "tempfile",
    "shutil",
    "urllib",
    "http",
}
PURE = {"plan", "formats", "clock", "safe_names", "codec", "messages", "reasons"} | {
    "errors",
    "events",
    "heard_otherwise",
    "evidence",
    "decisions",
    "timeline",
}
PURE_UNTRUSTED = {"untrusted/foreign_words.py", "untrusted/visible_text.py"}
PURE_SETTINGS = {
    f"settings/{name}.py"
    for name in (
        "preset",
        "trimming/cut_weights",
        "preset_faults",
        "meeting",
        "meeting_text",
        "profiles",
        "glossary",
        "phrase_table",
        "toml_lines",
    )
}
LARGE_BY_NATURE = {"steps/": "the ten, and what a step is", "/": "the words that everybody uses, one file a kind"}
"""Folders that may have more than a dozen files, and why."""


@dataclass(frozen=True)
class Source:
    """One file of the house, parsed once."""

    name: str
    lines: int
    imports: tuple[str, ...]
    names: frozenset[str]
    attributes: frozenset[str]

    @property
    def room(self) -> str:
        return self.name.split("/")[0].removesuffix(".py")

    @property
    def packages(self) -> set[str]:
        """The outermost packages that it imports."""
        return {name.split(".")[0] for name in self.imports}


def _imports(nodes: list[ast.AST], name: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: write the whole name of what is imported"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def sources() -> list[Source]:
    found = []
    for path in sorted(HOUSE.rglob("*.py")):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(HOUSE).as_posix()
        nodes = list(ast.walk(ast.parse(text)))
        names = frozenset(node.id for node in nodes if isinstance(node, ast.Name))
        attributes = frozenset(node.attr for node in nodes if isinstance(node, ast.Attribute))
        found.append(Source(name, len(text.splitlines()), tuple(_imports(nodes, name)), names, attributes))
    return found


@cache
def modules() -> set[str]:
    return {source.name.removesuffix(".py").removesuffix("/__init__") for source in sources()}


def _module_of(imported: str) -> str | None:
    """The file or folder of the house that an import reaches, as a path; None for others' packages."""
    path = imported.replace(".", "/").removeprefix("vbn_video/")
    if not imported.startswith("vbn_video."):
        return None
    return path if path in modules() else path.rpartition("/")[0]


def _reaches(folder: str) -> dict[str, set[tuple[str, str]]]:
    """For each child of a folder, the children that it imports, with the file that does."""
    prefix = f"{folder}/" if folder else ""
    found: dict[str, set[tuple[str, str]]] = {}
    for source in sources():
        if not source.name.startswith(prefix) or source.name == f"{prefix}__init__.py":
            continue
        child = source.name.removeprefix(prefix).split("/")[0].removesuffix(".py")
        reached = found.setdefault(child, set())
        for imported in source.imports:
            module = _module_of(imported)
            if module and module.startswith(prefix):
                other = module.removeprefix(prefix).split("/")[0]
                if other != child:
                    reached.add((other, source.name))
    return found


FOLDERS = sorted({path.parent.relative_to(HOUSE).as_posix().removeprefix(".") for path in HOUSE.rglob("*.py")})


@pytest.mark.parametrize("folder", FOLDERS)
def test_imports_in_a_room_only_point_down(folder: str) -> None:
    floors = {name: floor for floor, names in enumerate(WAYS.get(folder, "").split(" < ")) for name in names.split()}
    reaches = _reaches(folder)
    wrong = [
        f"{file} reaches {other}"
        for child, others in reaches.items()
        for other, file in sorted(others)
        if child in floors and other in floors and floors[other] >= floors[child]
    ]
    assert wrong == []
    try:
        TopologicalSorter({child: {other for other, _file in others} for child, others in reaches.items()}).prepare()
    except CycleError as circle:
        pytest.fail(f"a circle: {' → '.join(circle.args[1])}")


def test_every_room_of_the_house_stands_on_a_floor() -> None:
    assert {source.room for source in sources()} - {"__init__"} <= set(WAYS[""].replace("<", " ").split())


def test_every_way_names_what_is_there() -> None:
    """But for the two rooms that the design has yet to see built."""
    named = {f"{folder}/{name}".lstrip("/") for folder, way in WAYS.items() for name in way.replace("<", " ").split()}
    assert named - modules() == {"batch"}


def test_decisions_open_nothing() -> None:
    for source in sources():
        if source.room in PURE or source.name in PURE_SETTINGS | PURE_UNTRUSTED:
            assert not source.packages & (IMPURE_MODULES | MEDIA_MODULES | NETWORK_MODULES), source.name
            assert not source.names & {"open", "print"}, source.name
            assert not source.attributes & {"now", "today", "utcnow"}, f"{source.name}: a decision does not read the clock"


def test_only_the_media_rooms_touch_media() -> None:
    touching = [source.name for source in sources() if source.room not in MEDIA_ROOMS and source.packages & MEDIA_MODULES]
    assert touching == []


def test_every_media_file_is_opened_for_reading_at_one_door() -> None:
    assert [source.name for source in sources() if "av.open(" in (HOUSE / source.name).read_text(encoding="utf-8")] == [
        "recording/media.py"
    ]


def test_only_named_doors_lead_to_a_network() -> None:
    for source in sources():
        if source.room not in NETWORK_ROOMS and source.name not in NETWORK_FILES:
            allowed = {"socket"} if source.name == "project.py" else set()  # the name of this machine, for the lock
            assert source.packages & NETWORK_MODULES <= allowed, source.name


MADE = {"plan/meeting/talk/word_table.py"}
"""Tables that a tool writes."""


def test_no_file_holds_two_things() -> None:
    assert {source.name: source.lines for source in sources() if source.lines > 400 and source.name not in MADE} == {}


def test_a_folder_of_more_than_a_dozen_files_has_walls() -> None:
    counts = {folder: len(list((HOUSE / folder).glob("[!_]*.py"))) for folder in FOLDERS}
    assert {folder: count for folder, count in counts.items() if count > 12 and f"{folder}/" not in LARGE_BY_NATURE} == {}


def test_every_room_says_how_the_data_go_through_it() -> None:
    """More than one line: what comes in, by which files it goes, what comes out."""
    silent = [source.name for source in sources() if source.name.endswith("__init__.py") and source.lines < 5]
    assert silent == []


def test_a_file_name_means_one_thing() -> None:
    """But for a command and a step of the same name."""
    names = sorted(source.name.rpartition("/")[2] for source in sources() if not source.name.endswith("__init__.py"))
    assert {name for name in names if names.count(name) > 1} == {"publish.py", "check.py"}


def test_the_list_of_steps_imports_nothing_heavy() -> None:
    code = "import vbn_video.pipeline, sys; print([m for m in ('av', 'numpy', 'moviepy', 'jinja2') if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
