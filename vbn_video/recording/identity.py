"""The fingerprint of a recorded file, taken without reading it whole: size, time of change, first and last MiB."""

import hashlib
import os
from collections.abc import Collection
from pathlib import Path

from vbn_video.errors import RecordingError
from vbn_video.evidence import Identity, Recording, SidecarKind
from vbn_video.messages import _
from vbn_video.reasons import system_reason

MIB = 1 << 20


def read_identity(path: Path) -> Identity:
    """The fingerprint of a file; below 1 MiB its head and its tail are both the whole file.

    Raises:
        RecordingError: the file can't be read.
    """
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            head = file.read(MIB)
            file.seek(max(status.st_size - MIB, 0))
            tail = file.read(MIB)
    except OSError as error:
        raise RecordingError(_("{path} can't be read: {why}."), path=path, why=system_reason(error)) from error
    return Identity(status.st_size, status.st_mtime_ns, hashlib.sha256(head).hexdigest(), hashlib.sha256(tail).hexdigest())


def sidecar_fingerprints(
    recording: Recording, root: Path, kinds: Collection[SidecarKind]
) -> dict[str, tuple[int, str, str] | None]:
    """`Identity.content` of each sidecar of these kinds, by its name below `root`; None for one that can't be read."""
    contents: dict[str, tuple[int, str, str] | None] = {}
    for file in (sidecar.file for sidecar in recording.sidecars if sidecar.kind in kinds):
        try:
            contents[file] = read_identity(root / file).content
        except RecordingError:
            contents[file] = None
    return contents
