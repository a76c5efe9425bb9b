"""The embedded model in OpenAI's own form, so that openai-whisper can be proved without a download.

A CTranslate2 `model.bin` is a list of named arrays. Whisper's have the same numbers as OpenAI's checkpoint, with q, k and v of an
attention block laid together; here each array of the checkpoint says where in the list it lies.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = ("<f4", "i1", "<i2", "<i4", "<f2")
HEAD_WIDTH = 64
Arrays = dict[str, NDArray[Any]]


def named_arrays(path: Path) -> Arrays:
    """All arrays of a CTranslate2 model file, by name."""
    file = BytesIO(path.read_bytes())

    def number(form: str) -> int:
        return int(struct.unpack(f"<{form}", file.read(struct.calcsize(form)))[0])

    def name() -> str:
        return file.read(number("H")).split(b"\0")[0].decode()

    number("I"), name(), number("I")  # version of the container, make of the model, its revision
    arrays: Arrays = {}
    for _ in range(number("I")):
        called = name()
        shape = tuple(number("I") for _ in range(number("B")))
        kind = KINDS[number("B")]
        arrays[called] = np.frombuffer(file.read(number("I")), kind).reshape(shape)
    for _ in range(number("I")):
        other = name()
        arrays[other] = arrays[name()]
    return arrays


def checkpoint(arrays: Arrays) -> dict[str, Any]:
    """The checkpoint that `whisper.load_model` reads: dimensions and tensors under OpenAI's names."""
    import torch

    state = dict(_model(arrays))
    width, layers = len(arrays["encoder/layer_norm/gamma"]), _layers(arrays)
    dims = {
        "n_mels": state["encoder.conv1.weight"].shape[1],
        "n_vocab": len(state["decoder.token_embedding.weight"]),
        "n_audio_ctx": len(state["encoder.positional_embedding"]),
        "n_text_ctx": len(state["decoder.positional_embedding"]),
    }
    dims |= {f"n_{side}_{what}": n for side in ("audio", "text") for what, n in _shape(width, layers)}
    return {"dims": dims, "model_state_dict": {name: torch.from_numpy(array.copy()) for name, array in state.items()}}


def _shape(width: int, layers: int) -> tuple[tuple[str, int], ...]:
    return ("state", width), ("head", width // HEAD_WIDTH), ("layer", layers)


def _layers(arrays: Arrays) -> int:
    return len({name.split("/")[1] for name in arrays if name.startswith("encoder/layer_") and name.count("/") > 2})


def _model(arrays: Arrays) -> Iterator[tuple[str, NDArray[Any]]]:
    yield "encoder.positional_embedding", arrays["encoder/position_encodings/encodings"]
    yield "decoder.positional_embedding", arrays["decoder/position_encodings/encodings"]
    yield "decoder.token_embedding.weight", arrays["decoder/embeddings/weight"]
    yield from _norm(arrays, "encoder.ln_post", "encoder/layer_norm")
    yield from _norm(arrays, "decoder.ln", "decoder/layer_norm")
    for convolution in ("conv1", "conv2"):
        yield from _linear(arrays, f"encoder.{convolution}", f"encoder/{convolution}")
    for side in ("encoder", "decoder"):
        for layer in range(_layers(arrays)):
            block, source = f"{side}.blocks.{layer}", f"{side}/layer_{layer}"
            yield from _attention(arrays, f"{block}.attn", f"{source}/self_attention")
            if side == "decoder":
                yield from _attention(arrays, f"{block}.cross_attn", f"{source}/attention")
            yield from _norm(arrays, f"{block}.mlp_ln", f"{source}/ffn/layer_norm")
            yield from _linear(arrays, f"{block}.mlp.0", f"{source}/ffn/linear_0")
            yield from _linear(arrays, f"{block}.mlp.2", f"{source}/ffn/linear_1")


def _attention(arrays: Arrays, block: str, source: str) -> Iterator[tuple[str, NDArray[Any]]]:
    """Query, key and value lie in one layer (attention to itself), or in two, query first; the next one is `out`."""
    laid = [array for n in range(2) for array in _thirds(arrays, f"{source}/linear_{n}")]
    for name, (weight, bias) in zip(("query", "key", "value"), laid, strict=False):
        yield f"{block}.{name}.weight", weight
        if name != "key":  # OpenAI's keys have no bias
            yield f"{block}.{name}.bias", bias
    last = 1 if f"{source}/linear_2/weight" not in arrays else 2
    yield from _linear(arrays, f"{block}.out", f"{source}/linear_{last}")
    yield from _norm(arrays, f"{block}_ln", f"{source}/layer_norm")


def _thirds(arrays: Arrays, layer: str) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    weight, bias = arrays[f"{layer}/weight"], arrays[f"{layer}/bias"]
    parts = len(weight) // weight.shape[1]
    return list(zip(np.split(weight, parts), np.split(bias, parts), strict=True))


def _linear(arrays: Arrays, name: str, source: str) -> Iterator[tuple[str, NDArray[Any]]]:
    yield f"{name}.weight", arrays[f"{source}/weight"]
    yield f"{name}.bias", arrays[f"{source}/bias"]


def _norm(arrays: Arrays, name: str, source: str) -> Iterator[tuple[str, NDArray[Any]]]:
    yield f"{name}.weight", arrays[f"{source}/gamma"]
    yield f"{name}.bias", arrays[f"{source}/beta"]
