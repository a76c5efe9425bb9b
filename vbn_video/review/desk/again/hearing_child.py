"""Hears passages again with the best model that is here: requests come as lines of JSON, what was heard goes out as such.

`python -m vbn_video.review.desk.again.hearing_child` keeps the model until its standard input is closed: the second passage is
heard at once, and the server stays small.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from vbn_video.errors import MissingError, VbnError
from vbn_video.messages import _
from vbn_video.project import Project, read_value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BEST_FIRST = ("roest-v3", "hviske-v3", "hviske-v2", "large-v3", "large-v2", "large-v3-turbo", "medium", "small", "base", "tiny")
AROUND_US = 300_000
"""Heard along on either side, so that no word begins at the border."""

HearSpan = Callable[[Project, int, int], tuple[str, str]]
"""What is said in [start, end) of a project's recording, and the model that heard it."""


def best_model() -> str:
    """The best of the models that are here and fit into this machine's memory.

    Raises:
        MissingError: there is none.
    """
    import psutil

    from vbn_video.speech.models.installed import list_models
    from vbn_video.speech.models.model_list import MODELS

    free = psutil.virtual_memory().total
    here = {model.name for model in list_models() if model.state in ("ready", "embedded") and MODELS[model.name].memory < free}
    found = next((name for name in BEST_FIRST if name in here), None)
    if found is None:
        raise MissingError(_("There is no model on this machine that could hear it again. Run: vbn-video models download small"))
    return found


def is_better_here(than: str) -> bool:
    """Whether a model that hears better than the one of that name would hear a passage again."""
    try:
        best = best_model()
    except MissingError:
        return False
    return best != than and (than not in BEST_FIRST or BEST_FIRST.index(best) < BEST_FIRST.index(than))


def hearing_by(model: str) -> HearSpan:
    """Hears by that model, which is loaded now; as loud, and with its channels mixed, as `transcribe` heard it."""
    from vbn_video.speech.engines.engine import QUALITIES
    from vbn_video.speech.engines.registry import load_engine

    engine = load_engine("faster-whisper", model)

    def hear(project: Project, start_us: int, end_us: int) -> tuple[str, str]:
        results = engine.hear([_sound(project, start_us, end_us)], QUALITIES["best"].again)
        return " ".join(result.text for _index, result in results), model

    return hear


def _sound(project: Project, start_us: int, end_us: int) -> NDArray[np.float32]:
    from vbn_video.decisions import PLAIN_MIX, ChannelMix
    from vbn_video.evidence import Recording
    from vbn_video.listen.levels import load_levels
    from vbn_video.recording.sound.samples import RecordingSound
    from vbn_video.runs.projects import recording_root
    from vbn_video.speech.engines.engine import RATE_HZ
    from vbn_video.speech.hearing import amplify
    from vbn_video.speech.transcription import transcription_gain

    recording, root = read_value(project.path("recording.json"), Recording), recording_root(project)
    if root is None:
        raise MissingError(_("{path} does not say which recording it was made from. Name the recording."), path=project.folder)
    mix = read_value(project.path("mix.json"), ChannelMix) if project.path("mix.json").exists() else PLAIN_MIX
    gain = transcription_gain(load_levels(project.path("levels.npz"))) if project.path("levels.npz").exists() else 1.0
    with RecordingSound(recording, root, RATE_HZ, mix=mix) as sound:
        return amplify(sound.samples(max(start_us - AROUND_US, 0), min(end_us + AROUND_US, recording.duration_us)), gain)


def answer_all(requests: Iterable[str], answers: IO[str], load: Callable[[], HearSpan]) -> None:
    """Answer each request in its turn; the model is loaded at the first."""
    hear: HearSpan | None = None
    for line in requests:
        asked: dict[str, Any] = json.loads(line)
        heard = {"text": "", "model": None, "error": None}
        try:
            hear = hear or load()
            text, model = hear(Project(Path(asked["project"])), asked["start_us"], asked["end_us"])
            heard |= {"text": text, "model": model}
        except (VbnError, OSError) as error:
            heard["error"] = error.message if isinstance(error, VbnError) else str(error)
        answers.write(json.dumps({**asked, **heard}) + "\n")
        answers.flush()


if __name__ == "__main__":
    answer_all(sys.stdin, sys.stdout, lambda: hearing_by(best_model()))
