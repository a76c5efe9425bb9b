"""What a person asks for in one run, and what of an earlier run still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from vbn_video.clock import timecode
from vbn_video.errors import InputError
from vbn_video.events import Emit, Notice
from vbn_video.messages import _
from vbn_video.publish.youtube.texts.visibility import Visibility
from vbn_video.runs.remembered_preset import ChosenPreset
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.settings.profile_files import LoadedProfile
from vbn_video.steps.record import Record
from vbn_video.steps.runner import RunContext
from vbn_video.timeline import subtract


@dataclass(frozen=True)
class RunRequest:
    """Everything that a person asked for in one run."""

    recordings: tuple[Path, ...]
    """A Zoom folder, a file, the parts of one meeting in their order, or a project folder."""
    preset: Preset
    profile: LoadedProfile | None = None
    """The caption profile that the preset names, as it was read with it; None: steps that go by it read it."""
    chosen: ChosenPreset | None = None
    """The preset as it was named, to be remembered; None: nothing is."""
    workspace: Path | None = None
    meeting_file: Path | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)
    """Keys of `meeting.toml` given on the command line: title, theme, date, speakers."""
    edit_file: Path | None = None
    start_us: int | None = None
    end_us: int | None = None
    """Where the meeting begins and ends on the recording clock, if the person says so."""
    cuts: tuple[tuple[int, int], ...] = ()
    keeps: tuple[tuple[int, int], ...] = ()
    """What is cut out of it, and kept though it would be cut: (start, end) on the recording clock."""
    until: str = "publish"
    to: tuple[str, ...] = ()
    """Targets; empty: those of the preset."""
    visibility: Visibility | None = None
    """Who may see the video on YouTube; None: as the preset says."""
    limit_rate: int | None = None
    """Bytes a second, sent to YouTube."""
    replace: bool = False
    discard_edits: tuple[str, ...] = ()
    """Files that are made anew though a person has edited them."""
    despite_findings: bool = False

    @property
    def targets(self) -> tuple[str, ...]:
        """Where to publish to, each once: by this request, else by the preset."""
        return tuple(dict.fromkeys(self.to or self.preset.publish.to))

    @property
    def asked_times(self) -> dict[str, int]:
        """`start_us` and `end_us`, as far as this request names them."""
        return {key: at_us for key, at_us in (("start_us", self.start_us), ("end_us", self.end_us)) if at_us is not None}

    @property
    def asked_cut(self) -> dict[str, int | tuple[tuple[int, int], ...]]:
        """`start_us`, `end_us`, `cuts` and `keeps`, as far as this request names them."""
        spans = {key: spans for key, spans in (("cuts", self.cuts), ("keeps", self.keeps)) if spans}
        return {**self.asked_times, **spans}

    def check_times(self, duration_us: int) -> None:
        """See that all that is asked for lies in the recording, which lasts so long, and that start and end leave a talk that is
        long enough to hold a frame.

        Raises:
            InputError: one lies after its end, or nothing is left that can be shown.
        """
        if not self.asked_cut:
            return
        from vbn_video.plan.cut.asked_cut import AskedCut, check_cut
        from vbn_video.plan.cut.cut_points import HELD_US
        from vbn_video.plan.cut.edit_text import SLACK_US

        check_cut(AskedCut(cuts=self.cuts, keeps=self.keeps), duration_us)
        for key, at_us in self.asked_times.items():
            if at_us > duration_us + (SLACK_US if key == "end_us" else 0):
                sentence = _("--{option} {time} is after the end of the recording, which lasts {duration}.")
                values = {"option": key.removesuffix("_us"), "time": timecode(at_us), "duration": timecode(duration_us)}
                raise InputError(sentence, **values)
        start_us, end_us = self.start_us or 0, duration_us if self.end_us is None else min(self.end_us, duration_us)
        if end_us - start_us <= HELD_US and (start_us, end_us) != (0, duration_us):
            sentence = _("Nothing is left between --start {start} and --end {end}: the recording lasts {duration}.")
            if start_us < end_us:
                sentence = _(
                    "Half a second at most is left between --start {start} and --end {end}: the recording lasts {duration}."
                )
            values = {"start": timecode(start_us), "end": timecode(end_us), "duration": timecode(duration_us)}
            raise InputError(sentence, **values)

    def with_earlier_times(self, record: Record) -> RunRequest:
        """The request with what an earlier run was asked for, where this one asks for nothing else of the same time.

        It stands in `edit.json` once that was edited by hand, and is forgotten with the edits.
        """
        if "edit.json" in self.discard_edits or self.edit_file or record.is_edited("edit.json", "plan"):
            return self
        earlier = record.content.asked
        times = {**earlier, **self.asked_times}
        return replace(
            self,
            start_us=_time(times.get("start_us")),
            end_us=_time(times.get("end_us")),
            cuts=_added(_spans(earlier.get("cuts")), self.cuts, without=self.keeps),
            keeps=_added(_spans(earlier.get("keeps")), self.keeps, without=self.cuts),
        )

    def context(self, root: Path, meeting: Meeting) -> RunContext:
        """What the steps of this run share; `root`: the folder that the recording's file names are relative to."""
        values = {
            "sources": tuple(str(path) for path in self.recordings),
            "start_us": self.start_us,
            "end_us": self.end_us,
            "cuts": self.cuts,
            "keeps": self.keeps,
            "to": self.targets,
            "visibility": asdict(self.visibility or Visibility.of(self.preset.youtube)),
            "limit_rate": self.limit_rate,
            "replace": self.replace,
            "despite_findings": self.despite_findings,
        }
        taken = ("edit.json",) if self.edit_file else ()
        return RunContext(root, self.preset, meeting, values, self.discard_edits, taken, self.profile)


def emit_earlier_times(named: RunRequest, in_force: RunRequest, record: Record, emit: Emit) -> None:
    """Say which times and spans hold though the person did not name them this time, and which are forgotten with the edits."""
    if earlier := _as_options(in_force.asked_cut, without=named):
        sentence = _("{options} of an earlier run still holds; --discard-edits-in edit.json undoes it.")
        emit(Notice(sentence.format(options=earlier)))
    elif "edit.json" in named.discard_edits and (forgotten := _as_options(record.content.asked, without=named)):
        emit(Notice(_("{options} of an earlier run is forgotten.").format(options=forgotten), "warning"))


def _as_options(asked: Mapping[str, int | tuple[tuple[int, int], ...]], without: RunRequest) -> str:
    """What was asked for as it is typed, but what the request names itself."""
    from vbn_video.plan.cut.asked_cut import typed_span

    mine = without.asked_cut
    times = [
        f"--{key.removesuffix('_us')} {timecode(at)}" for key, at in asked.items() if isinstance(at, int) and key not in mine
    ]
    spans = [
        f"--{key.removesuffix('s')} {typed_span(span)}"
        for key in ("cuts", "keeps")
        for span in subtract(_spans(asked.get(key)), _spans(mine.get(key)))
    ]
    return " ".join((*times, *spans))


def _added(
    earlier: tuple[tuple[int, int], ...], spans: tuple[tuple[int, int], ...], without: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int], ...]:
    """The earlier spans, as far as what is asked for now does not oppose them, and these; in order, each moment once."""
    from vbn_video.plan.cut.asked_cut import join

    return tuple(join([*subtract(earlier, without), *spans]))


def _time(asked: object) -> int | None:
    return asked if isinstance(asked, int) else None


def _spans(asked: object) -> tuple[tuple[int, int], ...]:
    return tuple((start_us, end_us) for start_us, end_us in asked) if isinstance(asked, (tuple, list)) else ()
