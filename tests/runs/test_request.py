"""What is decided once, when a run is asked for."""

from pathlib import Path

from vbn_video.runs.request import RunRequest
from vbn_video.settings.meeting import Meeting
from vbn_video.settings.preset import Preset
from vbn_video.settings.preset_files import load_preset
from vbn_video.steps.step import Inputs


def test_who_may_see_the_video_is_the_presets_where_the_request_says_nothing() -> None:
    preset = Preset.model_validate({"youtube": {"privacy": "unlisted"}})
    values = RunRequest((Path("møde.mp4"),), preset).context(Path(), Meeting()).values
    assert values["visibility"] == {"privacy": "unlisted", "publish_at": "", "overrules": False}


def test_the_targets_are_each_named_once_and_the_presets_where_the_request_names_none() -> None:
    preset = Preset.model_validate({"publish": {"to": ["youtube", "website"]}})
    assert RunRequest((), preset).targets == ("youtube", "website")
    assert RunRequest((), preset, to=("website", "website")).targets == ("website",)


def test_a_profile_that_was_read_with_the_preset_is_carried_and_not_read_again(tmp_path: Path) -> None:
    file = tmp_path / "min profil.toml"
    file.write_text("line_hard = 40\n", encoding="utf-8")
    loaded = load_preset("temamoede", (f"captions.profile={file}",))
    file.unlink()
    context = RunRequest((), loaded.preset, profile=loaded.profile).context(tmp_path, Meeting())
    inputs = Inputs(tmp_path, {}, {}, loaded.preset, Meeting(), read_profile=context.profile)
    assert inputs.loaded_profile is loaded.profile
