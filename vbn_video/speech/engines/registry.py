"""The engines by the names that a preset gives them."""

from importlib.metadata import PackageNotFoundError, version

from vbn_video.speech.engines.engine import Engine
from vbn_video.speech.models.installed import require_model_file, require_model_folder


def load_engine(engine: str, model: str) -> Engine:
    """The engine, its model loaded.

    Raises:
        InputError: there is no such model.
        MissingError: the engine or the model is not on this machine; the sentence names the command that fixes it.
    """
    if engine == "openai-whisper":
        from vbn_video.speech.engines.openai_whisper import OpenaiWhisper

        engine_version(engine)
        return OpenaiWhisper(require_model_file(model))
    from vbn_video.speech.engines.faster_whisper import FasterWhisper

    return FasterWhisper(require_model_folder(model))


def engine_version(engine: str) -> str:
    """Package and version, without importing it.

    Raises:
        MissingError: it is not installed.
    """
    try:
        return f"{engine} {version(engine)}"
    except PackageNotFoundError as error:
        from vbn_video.speech.engines.openai_whisper import not_installed_error

        raise not_installed_error() from error
