"""Which model heard, and which better ones could: so that the page can say first what saves the evening."""

from __future__ import annotations

from typing import Any

from vbn_video.project import Project
from vbn_video.steps.record import Record

BASE = ("tiny", "base")
"""What comes along with the packages hears one word in five wrong."""
BETTER = ("large-v3-turbo", "medium", "small", "large-v3")
"""The one to begin with first, as README.md has it; then those for machines with less memory."""


def model_document(name: str) -> dict[str, Any]:
    """The model, and those of Whisper's that hear better and fit into this machine's memory, the one to begin with first."""
    import psutil

    from vbn_video.speech.models.installed import list_models
    from vbn_video.speech.models.model_list import MODELS

    memory = psutil.virtual_memory().total
    states = {model.name: model for model in list_models()} if name in BASE else {}
    better = [
        {"name": other, "megabytes": round(MODELS[other].bytes / 1e6), "here": states[other].state in ("ready", "embedded")}
        for other in BETTER
        if other in states and MODELS[other].memory < memory
    ]
    return {"name": name, "is_base": name in BASE, "better": better}


def heard_model(project: Project) -> str | None:
    """The model that the words were heard by; None before they were."""
    heard = Record.of(project).made("transcribe")
    model = heard.memory.get("model") if heard else None
    return model if isinstance(model, str) else None
