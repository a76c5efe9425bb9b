"""Which better model the page offers: the one that the guides begin with, or the best that fits into the machine."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from tests.running import HOUSE
from vbn_video.review.desk.models_here import model_document


def offered(monkeypatch: pytest.MonkeyPatch, gigabytes: float, name: str = "base") -> dict[str, Any]:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=int(gigabytes * 1e9)))
    return model_document(name)


def test_the_first_one_is_the_one_that_the_guides_begin_with(monkeypatch: pytest.MonkeyPatch) -> None:
    found = offered(monkeypatch, 16)
    assert found["is_base"]
    first = found["better"][0]
    assert f"`{first['name']}` is the one to begin with." in (HOUSE / "README.md").read_text(encoding="utf-8")
    assert f"| `{first['name']}` | 1,6 GB | møder; begynd her |" in (HOUSE / "docs/teknisk-hjaelp.md").read_text(encoding="utf-8")


def test_what_does_not_fit_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    small = [one["name"] for one in offered(monkeypatch, 2.5)["better"]]
    assert small
    assert "large-v3-turbo" not in small
    assert offered(monkeypatch, 0.1)["better"] == []


def test_beside_a_good_model_none_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered(monkeypatch, 16, "large-v3-turbo") == {"name": "large-v3-turbo", "is_base": False, "better": []}
