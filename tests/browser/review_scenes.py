"""Every scene of the review page: the desk, the five places and each dialog, over one made meeting that nobody changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import Visit
from tests.made_media import make_video
from tests.plan.made_evidence import made_evidence
from tests.plan.spoken import spoken
from tests.steps.planned_project import PlannedProject
from vbn_video.codec import to_json
from vbn_video.decisions import CutCandidate, EditPlan, Side, SilencedSpan, Support
from vbn_video.evidence import Recording
from vbn_video.project import read_value
from vbn_video.publish.ledger import LEDGER_FILE, Ledger, LedgerEntry
from vbn_video.recording.identity import read_identity
from vbn_video.review.desk.services import DeskServices, RunSettings
from vbn_video.review.serving import Serving, serving
from vbn_video.review.workspace import Workspace
from vbn_video.steps.record import Record

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

US = 1_000_000
SECONDS = 120
SAID = (
    "Godmorgen og velkommen til mødet. Vi skal høre om vindmøller i dag. Det er et stort emne for kommunen. Først taler Anne"
    " om planen for kysten. Der står vindmøller mange steder. Bagefter taler Bo om havnen. Til sidst er der tid til spørgsmål."
    " Det er Arbejdsmarkedsuddannelsesforeningen der har spurgt. Vi begynder med planen. Den er lang, og den er svær."
)
HEARD = {"vindmøller": "vinmølr", "kysten.": "kystn.", "havnen.": "haunn."}
CHAPTERS = ("Velkommen", "Planen for kysten, havnen og de mange vindmøller, som står der i forvejen", "Spørgsmål")
MEETING = """title = "Vindmøller ved kysten"
speakers = ["Anne Østergård", "Bo Åkjær"]
[[agenda]]
time = "09:15"
title = "Velkommen"
[[links]]
title = "Slides fra mødet"
url = "https://eksempel.dk/slides.pdf"
"""
RUN = {"id": "r", "until": "check", "state": "running", "step": "transcribe", "progress": 0.25, "left_s": 95, "heard": "hej alle"}
NEW = "2024-05-14 19.30.00 Årsmøde 98765432101"


def make_meeting(folder: Path) -> PlannedProject:
    """Two minutes with a break, an unsure beginning, three doubted words, chapters, findings, and a page that is out."""
    words = (*spoken(SAID[:240], 10 * US, speaker="Anne Østergård"), *spoken(SAID[240:], 60 * US, speaker="Bo Åkjær"))
    heard = tuple(replace(word, text=HEARD[word.text], probability=0.15) if word.text in HEARD else word for word in words)
    made = PlannedProject(folder, made_evidence([(10.0, 30.0, -18.0), (60.0, 80.0, -18.0)], SECONDS))
    made.say(heard)
    made.slides(0, 35 * US, 70 * US)
    video = make_video(folder / "video.mp4", seconds=SECONDS, size=(160, 90), rate=Fraction(5), gop=25)
    recording = read_value(made.path("recording.json"), Recording)
    part = replace(recording.parts[0], identity=read_identity(video))
    made.path("recording.json").write_text(to_json(Recording, replace(recording, parts=(part,))), encoding="utf-8")
    made.run("plan")
    made.path("edit.json").write_text(to_json(EditPlan, _cut(made.plan)), encoding="utf-8")
    made.run("caption")
    made.path("chapters.vtt").write_text(_chapters(), encoding="utf-8")
    made.path("meeting.toml").write_text(MEETING, encoding="utf-8")
    finding = {"severity": "look", "rule": "unsure cut", "message": "Mødets begyndelse er usikker.", "start": 4.0}
    note = {"severity": "note", "rule": "loudness", "message": "Lyden er hævet 6 dB.", "start": None}
    findings = [{"value": None, "limit": None} | one for one in (finding, note)]
    made.path("report.json").write_text(json.dumps({"passed": False, "findings": findings, "content": "a"}), encoding="utf-8")
    entry = LedgerEntry("website", str(folder), "a", "published", "møde", "https://example.org/møde/")
    Ledger(made.path(LEDGER_FILE)).put(entry)
    Record.of(made.project).save(sources=(str(video),))
    recording_folder = folder / NEW
    recording_folder.mkdir()
    (recording_folder / "video1234567890.mp4").write_bytes(b"0")
    return made


def copy_meeting(made: PlannedProject, folder: Path) -> Path:
    """The project of a made meeting, to be changed; its recording is read where it lies."""
    return Path(shutil.copytree(made.project.folder, folder / made.project.folder.name))


def _cut(plan: EditPlan) -> EditPlan:
    """Two spans with a break between them, the beginning unsure, and something silenced in the second."""
    places = (CutCandidate(9_500_000, 0.55, "… | Godmorgen"), CutCandidate(14 * US, 0.4, "til | mødet", (), 13 * US))
    unsure = Side("meeting", 0.55, (Support("greeting", 10 * US, 2.0, "Godmorgen"),), places)
    span, sure = plan.kept[0], Side("meeting", 0.95)
    first = replace(span, start_us=9_500_000, end_us=31 * US, start_side=unsure, end_side=sure)
    second = replace(span, start_us=59 * US, end_us=90 * US, start_side=sure, end_side=sure)
    return replace(plan, kept=(first, second), silenced=(SilencedSpan(82 * US, 86 * US),))


def _chapters() -> str:
    cues = [f"00:00:{15 * number:02}.000 --> 00:00:{15 * number + 14:02}.000\n{title}\n" for number, title in enumerate(CHAPTERS)]
    return "\n".join(["WEBVTT\n", *cues])


@dataclass(frozen=True)
class Scene:
    """What the page shows once it was led there; `place` is empty for the desk."""

    name: str
    place: str
    lead: Callable[[Scenes], Any] = lambda _scenes: None
    dialog: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass
class Scenes:
    """A window on the made meeting, which is led from scene to scene without being loaded anew."""

    server: Serving
    visit: Visit
    key: str
    project: Path

    @property
    def page(self) -> Page:
        return self.visit.page

    def show(self, scene: Scene) -> None:
        """Draw the scene's place anew, and lead the page to the scene."""
        self.page.evaluate(
            """hash => {
                document.querySelector("dialog")?.close();
                document.querySelector("main").firstElementChild?.setAttribute("data-left", "");
                history.replaceState(null, "", hash);
                dispatchEvent(new Event("hashchange"));
            }""",
            f"#/{self.key}/{scene.place}" if scene.place else "#/",
        )
        drawn = f"x-{scene.place}-place" if scene.place else "x-desk"
        self.page.wait_for_selector(f"{drawn}:not([data-left]) h1", state="attached")
        self.page.wait_for_selector(READY[scene.place], state="attached")
        scene.lead(self)
        if scene.dialog:
            self.page.wait_for_selector("dialog[open]")

    def tell_run(self, **values: Any) -> None:
        """As if a run of the project were at work."""
        self.server.desk.hub.publish("run", {**RUN, "key": self.key, "project": self.key, "error": None, **values})

    def press(self, selector: str) -> None:
        """Open something as the keyboard does, so that its opener has the focus."""
        self.page.locator(selector).first.focus()
        self.page.evaluate("() => { window.opener_ = document.activeElement; }")
        self.page.keyboard.press("Enter")

    def edit_row(self) -> None:
        self.page.locator("ol.cues > li").nth(2).click()
        self.page.wait_for_selector(".editor textarea")

    def act(self, number: int) -> None:
        """A button under the field of a caption."""
        self.edit_row()
        self.press(f".editor .acts button:nth-of-type({number})")

    def everywhere(self) -> None:
        self.page.locator("#right-words").fill("vindmøller")
        self.press('.card [data-act="everywhere"]')

    def work(self, step: str) -> None:
        self.tell_run(step=step)
        self.page.wait_for_selector("progress")

    def refuse(self) -> None:
        """A run that can't be begun."""
        answer = {"error": "x", "message": "The recording is empty."}
        self.page.route("**/api/runs", lambda route: route.fulfill(status=422, json=answer))
        self.press('[data-act="begin"]')
        self.page.wait_for_selector("dialog[open]")
        self.page.unroute("**/api/runs")

    def conflict(self) -> None:
        self.page.evaluate(
            """async () => {
                const { choose } = await import("/assets/dialog.js");
                const { texts } = await import("/assets/texts.js");
                const { el } = await import("/assets/dom.js");
                const [mine, theirs] = [el("p", {}, "0:12,0–0:31,0"), el("p", {}, "0:09,5–0:31,0")];
                choose(texts("places.conflict"), texts("places.conflict_what"), mine, theirs);
            }"""
        )


READY = {
    "": ".desk-row",
    "meeting": ".meeting-form .table-row",
    "cut": ".cut-side",
    "captions": ".doubts .card:not([hidden]) mark, .done:not([hidden])",
    "chapters": ".chapters li",
    "publish": "#publish-now",
}
DESK = Scene("desk", "")
PLACES = (
    DESK,
    Scene("meeting", "meeting"),
    Scene("cut", "cut"),
    Scene("doubts", "captions"),
    Scene("reading", "captions", lambda on: on.press('.passes [data-pass="reading"]')),
    Scene("editing", "captions", lambda on: on.edit_row()),
    Scene("chapters", "chapters"),
    Scene("publish", "publish"),
)
AT_WORK = (
    Scene("desk at work", "", lambda on: on.work("transcribe")),
    Scene("publishing", "publish", lambda on: on.work("render")),
)
DIALOGS = (
    Scene("keys", "captions", lambda on: on.press("header button"), dialog=True),
    Scene("search", "captions", lambda on: on.press(".tools button:nth-of-type(3)"), dialog=True),
    Scene("word list", "captions", lambda on: on.press(".tools button:nth-of-type(4)"), dialog=True),
    Scene("everywhere", "captions", lambda on: on.everywhere(), dialog=True),
    Scene("times", "captions", lambda on: on.act(6), dialog=True),
    Scene("speaker", "captions", lambda on: on.act(7), dialog=True),
    Scene("reset", "cut", lambda on: on.press(".tools button:last-of-type"), dialog=True),
    Scene("conflict", "cut", lambda on: on.conflict(), dialog=True),
    Scene("refused", "", lambda on: on.refuse(), dialog=True),
)
SCENES = (*PLACES, *AT_WORK, *DIALOGS)


def first(*names: str) -> list[Any]:
    """All scenes to be tried, of which only these are by default, and the others where there is time."""
    return [scene if str(scene) in names else pytest.param(scene, marks=pytest.mark.long) for scene in SCENES]


def scene_of(case: Any) -> Scene:
    """What a case of `first` is about."""
    found: Scene = case if isinstance(case, Scene) else case.values[0]
    return found


@contextmanager
def scenes(browser: Browser, project: Path, **settings: Any) -> Iterator[Scenes]:
    """A window on the project of a made meeting; `settings`: playwright's of the window."""
    workspace = Workspace(project.parent)
    with serving(DeskServices(workspace, RunSettings())) as server:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, **settings})
        visit = Visit(context.new_page())
        visit.page.set_default_timeout(15_000)
        visit.listen()
        key = workspace.key_of(project)
        try:
            visit.page.goto(server.session.new_address(key))
            visit.page.wait_for_selector("main > *")
            yield Scenes(server, visit, key, project)
        finally:
            context.close()
