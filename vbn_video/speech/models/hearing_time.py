"""How long a model is thought to listen, before any of it has been heard; `python -m benchmarks.estimates` holds it to the clock.

Nothing is known beforehand of how much will be doubted: what is said here is for speech like the benchmark's meetings.
"""

from vbn_video.settings.preset import CaptionSettings

BASE = 0.075
"""Seconds for a second of speech, of base at `good` on two cores."""
MODEL_COSTS = {"tiny": 0.5, "base": 1.0, "small": 3.0, "medium": 9.0, "turbo": 6.0, "large": 17.0}
"""How much longer than base a model listens, by the size of its encoder and decoder."""
QUALITY_COSTS = {"draft": 0.4, "good": 1.0, "best": 1.35}
OPENAI_COST = 25.0
"""OpenAI's engine beside the default one, with the same weights on a processor: docs/captions.md."""
LOADED_S = 3.0
"""To load a model."""


def hearing_time_s(captions: CaptionSettings, speech_s: float, cores: int) -> float:
    """Seconds that hearing so much speech takes on processor cores, by `[captions]` engine, model and quality.

    A model that is no Whisper size by its name counts as a large one, which all Danish fine-tunes are.
    """
    model = next((cost for size, cost in MODEL_COSTS.items() if size in captions.model), MODEL_COSTS["large"])
    engine = OPENAI_COST if captions.engine == "openai-whisper" else 1.0
    return LOADED_S + speech_s * BASE * model * engine * QUALITY_COSTS[captions.quality] * 2 / cores
