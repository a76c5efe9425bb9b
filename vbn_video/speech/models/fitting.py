"""Which models fit into the memory that there is, before anybody waits for one that doesn't."""

from vbn_video.settings.choices import user_path
from vbn_video.speech.models.machine import Memory
from vbn_video.speech.models.model_list import MODELS, KnownModel, find_model

OPENAI = "openai-whisper"


def find_fitting_models(memory: Memory, engine: str, *, on_card: bool) -> tuple[str, ...]:
    """The models of the catalogue for which enough memory is free now, as `[captions] model` names them."""
    fitting = [model for model in _models_for(engine) if _needs(model, on_card) <= memory.free]
    return tuple(model.name.removeprefix("openai/") for model in fitting)


def memory_needed(name: str, engine: str, *, on_card: bool) -> int:
    """Bytes that a run with a model takes at most, of the machine's memory or of its card's; 0 for what can't be found."""
    model = find_model(f"openai/{name.removeprefix('openai/')}" if engine == OPENAI else name) or _nearest_in_size(name, engine)
    return _needs(model, on_card) if model else 0


def _needs(model: KnownModel, on_card: bool) -> int:
    return model.card_memory if on_card else model.memory


def _models_for(engine: str) -> list[KnownModel]:
    return [model for model in MODELS.values() if model.name.startswith("openai/") == (engine == OPENAI)]


def _nearest_in_size(name: str, engine: str) -> KnownModel | None:
    """The model of the catalogue that is as large as a folder or file of the user's own, or the next larger one."""
    path = user_path(name)
    files = [path] if path.is_file() else [file for file in path.glob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    if not size:
        return None
    models = sorted(_models_for(engine), key=lambda model: model.bytes)
    return next((model for model in models if model.bytes >= size), models[-1])
