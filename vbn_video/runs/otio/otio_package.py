"""The one door to opentimelineio, which not every installation has."""

from __future__ import annotations

from typing import Any

from vbn_video.errors import MissingError
from vbn_video.messages import _

OURS = "vbn-video"
"""The key under which our own values stand in an object's metadata."""


def load_otio() -> Any:
    """The package opentimelineio.

    Raises:
        MissingError: it is not installed.
    """
    try:
        import opentimelineio
    except ImportError as error:
        sentence = _('For .otio files opentimelineio is needed, which is not installed: pip install "vbn-video[otio]"')
        raise MissingError(sentence) from error
    return opentimelineio
