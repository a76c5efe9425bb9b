import pytest

from vbn_video.settings.preset import CaptionSettings
from vbn_video.settings.profiles import KEYS, PROFILES, parse_profile


def faults(text: str) -> list[tuple[int, str]]:
    parsed = parse_profile(text, "vores")
    assert parsed.profile is None
    return [(problem.line, problem.sentence) for problem in parsed.problems]


def test_the_preset_names_the_shipped_profiles_in_its_description() -> None:
    described = CaptionSettings.model_fields["profile"].description
    assert described == f"The norm: {', '.join(PROFILES)}, or the path of a TOML file."


def test_an_empty_profile_is_dansk_web_under_its_own_name() -> None:
    profile = parse_profile("", "vores").profile
    assert profile is not None
    assert (profile.name, profile.line_hard, profile.speed_hard) == ("vores", 42, 17)


def test_a_profile_takes_over_another_one_and_changes_what_it_names() -> None:
    text = '# vores\nextends = "dansk-tv"\nline_hard = 42\nspeed_hard = 15.5\nshortest_s = 1.5\ngap_s = 0.2\n'
    profile = parse_profile(text, "vores").profile
    assert profile is not None
    assert (profile.line_aim, profile.line_hard, profile.speed_hard) == (40, 42, 15.5)
    assert (profile.shortest_us, profile.longest_us, profile.gap_us) == (1_500_000, 8_000_000, 200_000)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("line_hard = 120\n", 1, ["line_hard = 120", "a whole number from 20 to 80"]),
        ("\nline_hard = 40.5\n", 2, ["a whole number"]),
        ("lines = true\n", 1, ["a whole number from 1 to 2"]),
        ("gap_s = 0\n", 1, ["a number from 0.04 to 1"]),
        ('longest_s = "7"\n', 1, ["a number from 3 to 20"]),
        ("\n\nline_max = 40\n", 3, ["no key line_max", "Did you mean line_aim?"]),
        ('extends = "dansk-veb"\n', 1, ["dansk-web, dansk-tv, netflix-da", "Did you mean dansk-web?"]),
        ("line_hard = \n", 1, ["not TOML"]),
        ("speed_hard = 11\n", 1, ["speed_aim = 12, speed_warn = 15, speed_hard = 11", "at least as large"]),
    ],
)
def test_what_is_wrong_names_its_line_and_what_is_allowed(text: str, line: int, words: list[str]) -> None:
    ((found, sentence),) = faults(text)
    assert found == line
    assert [word for word in words if word not in sentence] == []


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert [line for line, _sentence in faults("lines = 5\nx = 1\nspeed_aim = 0\n")] == [1, 2, 3]


@pytest.mark.parametrize("key", KEYS)
def test_every_key_can_be_set_to_what_dansk_web_has(key: str) -> None:
    value = getattr(PROFILES["dansk-web"], KEYS[key].field) / KEYS[key].unit
    text = f"{key} = {int(value) if KEYS[key].whole else value}\n"
    profile = parse_profile(text, "dansk-web").profile
    assert profile == PROFILES["dansk-web"]
