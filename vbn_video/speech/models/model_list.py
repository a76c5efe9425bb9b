"""The models that can be had: where each lies, what its files must be, and under what licence.

Whisper's sizes are CTranslate2 conversions of OpenAI's weights, pinned file by file. The Danish fine-tunes are
verified against the hashes that the hub itself states. `openai/…` are OpenAI's own files, for the engine openai-whisper.
"""

from dataclasses import dataclass

NOT_COMMERCIAL = "CC BY-NC 4.0: not for commercial use"
OPENRAIL = "OpenRAIL: read its restrictions"


@dataclass(frozen=True)
class ModelFile:
    """One file of a model, as it must be."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class KnownModel:
    """A model that `vbn-video models download` can fetch."""

    name: str
    repository: str
    """On the Hugging Face hub; empty for OpenAI's own files."""
    revision: str
    """A commit; `main` where none is pinned (then the newest is taken, and written down)."""
    bytes: int
    """What there is to download, nearly."""
    memory: int
    """Bytes that a run takes at most of the machine's memory."""
    files: tuple[ModelFile, ...] = ()
    """Pinned files; empty = what the hub says of the revision."""
    licence: str = "MIT"
    danish: bool = False
    """Trained further on Danish."""

    @property
    def card_memory(self) -> int:
        """Bytes that a run takes of a graphics card's memory: reckoned, not measured.

        The weights as they lie on disk (16 bit); what the machine would need beside its own, in half the precision but for more
        windows; and what CUDA keeps for itself.
        """
        more_windows = GPU_WINDOWS // (CPU_WORKERS * windows_per_worker(self.bytes))
        return self.bytes + (self.memory - self.bytes) * more_windows // 2 + CUDA_BYTES


CUDA_BYTES = 500_000_000
CPU_WORKERS, GPU_WINDOWS = 2, 16
LIGHT_MODEL_BYTES = 300_000_000


def windows_per_worker(model_bytes: int) -> int:
    """How many windows a worker on the processor hears at once: with small and larger models more would take too much memory."""
    return 3 if model_bytes <= LIGHT_MODEL_BYTES else 2


MEMORY = {
    "tiny": 1_250_000_000,
    "base": 1_300_000_000,
    "small": 2_000_000_000,
    "medium": 5_100_000_000,
    "large-v3": 9_000_000_000,
    "large-v3-turbo": 2_900_000_000,
}
"""What a run takes at most with 8 bit on the processor: four windows of 30 s at once (tiny and base: six), each filled with as
many tokens as CTranslate2 lets through (224), beam 8. Ten minutes of a made meeting stay a tenth below it (base: 1.15 GB).

Memory hangs on the shapes alone, so it was measured with made weights for all but base, which takes the same with made ones:
base in full; tiny and small with beam 5; medium and large-v3 with fewer tokens and windows. What the rest takes was added: a
decoder layer keeps 2 x width x 4 bytes for each of a window's 1500 frames, and half as much again for each token of each reading.
That rule met small, medium and large-v3 within a twentieth; large-v3-turbo, and tiny with six windows, are reckoned by it.
"""
OPENAI_BYTES, OPENAI_SHARE = 600_000_000, 3
"""OpenAI's engine: torch and the work for a window, the file as it is read, and it again in 32 bit. Base was seen at 0.95 GB."""

TOKENIZER = ModelFile("tokenizer.json", 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab")
VOCABULARY = ModelFile("vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913")
V3_PREPROCESSOR = ModelFile("preprocessor_config.json", 340, "7ccc62c6f2765af1f3b46c00c9b5894426835a05021c8b9c01eecb6dfb542711")
V3_TOKENIZER = ModelFile("tokenizer.json", 2_480_617, "6d8cbd7cd0d8d5815e478dac67b85a26bbe77c1f5e0c6d76d1ce2abc0e5f21ca")
V3_VOCABULARY = ModelFile("vocabulary.json", 1_068_114, "c69260f2ab26d659b7c398f9a2b2b48ed0df16c3b47d7326782fd9cba71690c1")
TURBO_TOKENIZER = ModelFile("tokenizer.json", 2_710_337, "297b13372ac43916285644fb9687add3cc62ee2a1adb60da3dc25cc94c1871fd")


def _pinned(name: str, repository: str, revision: str, *files: ModelFile) -> KnownModel:
    return KnownModel(name, repository, revision, sum(file.size for file in files), MEMORY[name], files)


def _openai(name: str, size: int, sha256: str) -> KnownModel:
    return KnownModel(
        f"openai/{name}", "", sha256, size, OPENAI_BYTES + OPENAI_SHARE * size, (ModelFile(f"{name}.pt", size, sha256),)
    )


_SIZES = (
    _pinned(
        "tiny",
        "Systran/faster-whisper-tiny",
        "d90ca5fe260221311c53c58e660288d3deb8d356",
        ModelFile("config.json", 2_249, "a73a28cdfe1c43ccc7202fa333d1f89c202477271407ae9a7f19afa52039cac8"),
        ModelFile("model.bin", 75_538_270, "dcb76c6586fc06cbdac6dd21f14cfd129cc4cdd9dce19bf4ffa62e59cbe6e6d1"),
        TOKENIZER,
        VOCABULARY,
    ),
    _pinned(
        "base",
        "Systran/faster-whisper-base",
        "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
        ModelFile("config.json", 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
        ModelFile("model.bin", 145_217_532, "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"),
        TOKENIZER,
        VOCABULARY,
    ),
    _pinned(
        "small",
        "Systran/faster-whisper-small",
        "536b0662742c02347bc0e980a01041f333bce120",
        ModelFile("config.json", 2_370, "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828"),
        ModelFile("model.bin", 483_546_902, "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671"),
        TOKENIZER,
        VOCABULARY,
    ),
    _pinned(
        "medium",
        "Systran/faster-whisper-medium",
        "08e178d48790749d25932bbc082711ddcfdfbc4f",
        ModelFile("config.json", 2_257, "3622a2ddc41ec0e0fd4e68c13c6830f03b90c38d89aaad184de02c8c642cf807"),
        ModelFile("model.bin", 1_527_906_378, "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae"),
        TOKENIZER,
        VOCABULARY,
    ),
    KnownModel(
        "large-v2",
        "Systran/faster-whisper-large-v2",
        "f0fe81560cb8b68660e564f55dd99207059c092e",
        3_089_000_000,
        MEMORY["large-v3"],
    ),
    _pinned(
        "large-v3",
        "Systran/faster-whisper-large-v3",
        "edaa852ec7e145841d8ffdb056a99866b5f0a478",
        ModelFile("config.json", 2_394, "a9306624f5ec14270a014b647e5c316b6e03a662c369758d1b90697a7b0655b9"),
        ModelFile("model.bin", 3_087_284_237, "69f74147e3334731bc3a76048724833325d2ec74642fb52620eda87352e3d4f1"),
        V3_PREPROCESSOR,
        V3_TOKENIZER,
        V3_VOCABULARY,
    ),
    _pinned(
        "large-v3-turbo",
        "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
        "0a363e9161cbc7ed1431c9597a8ceaf0c4f78fcf",
        ModelFile("config.json", 2_263, "b0253ea6c0d3bea6b1e19e91a02acfd3b53f4467362efcb5a3e6b16c9b3a9b7e"),
        ModelFile("model.bin", 1_617_884_929, "e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da"),
        V3_PREPROCESSOR,
        TURBO_TOKENIZER,
        V3_VOCABULARY,
    ),
)

_DANISH = (
    KnownModel("hviske-v2", "pluttodk/hviske-tiske", "main", 3_100_000_000, MEMORY["large-v3"], licence=OPENRAIL, danish=True),
    KnownModel(
        "hviske-v3",
        "syvai/faster-hviske-v3-conversation",
        "main",
        3_100_000_000,
        MEMORY["large-v3"],
        licence=NOT_COMMERCIAL,
        danish=True,
    ),
    KnownModel(
        "roest-v3",
        "pluttodk/roest-v3-whisper-1.5b-ct2",
        "4ddeb1a4fb829260da60088303832e0b947f3114",
        3_100_000_000,
        MEMORY["large-v3"],
        licence=OPENRAIL,
        danish=True,
    ),
)

_OPENAI = (
    _openai("tiny", 75_572_083, "65147644a518d12f04e32d6f3b26facc3f8dd46e5390956a9424a650c0ce22b9"),
    _openai("base", 145_262_807, "ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e"),
    _openai("small", 483_617_219, "9ecf779972d90ba49c06d968637d720dd632c55bbf19d441fb42bf17a411e794"),
    _openai("medium", 1_528_008_539, "345ae4da62f9b3d59415adc60127b97c714f32e89e936602e85993674d08dcb1"),
    _openai("large-v2", 3_086_999_982, "81f7c96c852ee8fc832187b0132e569d6c3065a3252ed18e56effd0b6a73e524"),
    _openai("large-v3", 3_087_371_615, "e5b1a55b89c1367dacf97e3e19bfd829a01529dbfdeefa8caeb59b3f1b81dadb"),
    _openai("large-v3-turbo", 1_617_941_637, "aff26ae408abcba5fbf8813c21e62b0941638c5f6eebfb145be0c9839262a19a"),
)

MODELS = {model.name: model for model in (*_SIZES, *_DANISH, *_OPENAI)}
NICKNAMES = {"large": "large-v3", "turbo": "large-v3-turbo"}


def find_model(name: str) -> KnownModel | None:
    """The model of that name or nickname."""
    maker, slash, size = name.rpartition("/")
    return MODELS.get(maker + slash + NICKNAMES.get(size, size))
