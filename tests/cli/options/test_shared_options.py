"""Lists that `--help` shows without importing what they are of."""

from typing import get_args

from vbn_video.cli.options.shared_options import TARGETS
from vbn_video.cli.run import STEPS
from vbn_video.pipeline import STEP_NAMES
from vbn_video.settings.preset import Publish


def test_the_targets_are_those_that_a_preset_can_name() -> None:
    targets = get_args(Publish.model_fields["to"].annotation)[0]
    assert get_args(targets) == TARGETS


def test_until_names_the_steps_in_their_order() -> None:
    assert STEPS == STEP_NAMES
