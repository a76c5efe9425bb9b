"""Small notes in the person's own state folder about something that lies elsewhere: a recording, a project, a folder."""

import hashlib
import os
from pathlib import Path


def state_note(kind: str, about: str | Path) -> Path:
    """Where the note of that kind about it lies, whether there is one or not; its name is a hash of what it is about."""
    from platformdirs import user_state_path

    name = hashlib.sha256(os.fsencode(about)).hexdigest()[:24]
    return user_state_path("vbn-video", appauthor=False) / kind / f"{name}.json"
