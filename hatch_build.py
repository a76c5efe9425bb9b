"""Compile the message catalogues while a wheel (also an editable one) is built: `.po` is kept in git, `.mo` is not."""

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    """Hatchling's build hook."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write each `.mo` beside its `.po`; one that says the same already is not touched, for somebody may be reading it."""
        for po in Path(self.root, "vbn_video", "locale").rglob("*.po"):
            compiled, mo = BytesIO(), po.with_suffix(".mo")
            with po.open("rb") as source:
                write_mo(compiled, read_po(source))
            if not mo.is_file() or mo.read_bytes() != compiled.getvalue():
                mo.write_bytes(compiled.getvalue())
