"""The page that is open already is shown again, unless it was begun with another preset than is named now."""

from __future__ import annotations

from pathlib import Path

import pytest

from vbn_video.cli.review.open_page import open_page
from vbn_video.errors import MissingError
from vbn_video.review import running_server
from vbn_video.review.desk.running.run_orders import RunSettings
from vbn_video.review.running_server import RunningServer

ADDRESS = "http://127.0.0.1:1/?once=x"


@pytest.fixture(autouse=True)
def there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that was begun with a preset of its own."""
    server = RunningServer("", 1, "", 1, "", "netværk --set website.network=Vores")
    monkeypatch.setattr(running_server, "find_server", lambda _folder: server)
    monkeypatch.setattr(RunningServer, "new_address", lambda _server, _project=None: ADDRESS)


@pytest.mark.parametrize("settings", [RunSettings(), RunSettings("netværk", ("website.network=Vores",), True)])
def test_it_is_shown_again(tmp_path: Path, settings: RunSettings, capsys: pytest.CaptureFixture[str]) -> None:
    assert open_page(tmp_path, settings, no_browser=True) is None
    assert ADDRESS in capsys.readouterr().out


@pytest.mark.parametrize(
    "settings", [RunSettings("netværk", is_named=True), RunSettings(is_named=True), RunSettings(overruled=("website.network=X",))]
)
def test_with_another_preset_it_is_said_and_not_shown(
    tmp_path: Path, settings: RunSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(MissingError) as refused:
        open_page(tmp_path, settings, no_browser=True)
    assert "with the preset netværk --set website.network=Vores." in refused.value.message
    assert settings.command_line in refused.value.message
    assert ADDRESS not in capsys.readouterr().out
