"""The names of participants' sound files."""

import pytest

from vbn_video.recording.zoom.participant_files import part_of_participant, participant_key, participant_name


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Audio Record/audioAnneHolm11607414110.m4a", "Anne Holm"),
        ("Audio Record/audioJohnSmith98796876.m4a", "John Smith"),
        ("Audio Record/audio_only_16778240_AnneHolm.m4a", "Anne Holm"),
        ("Audio Record/audio_only_0_Bo_Lund_21.m4a", "Bo Lund"),
        ("Audio Record/audioÅseØstergård31607414110.m4a", "Åse Østergård"),
        ("Audio Record/audiobo.m4a", "bo"),
        ("Audio Record/audio4520304050.m4a", "audio4520304050"),
        ("Audio Record/møde.m4a", "møde"),
    ],
)
def test_the_name_stands_in_the_files_name(file: str, name: str) -> None:
    assert participant_name(file) == name


def test_a_file_belongs_to_the_part_whose_digits_it_ends_with() -> None:
    parts = ["video1639780501.mp4", "video2639780501.mp4"]
    assert part_of_participant("audioAnne12639780501.m4a", parts) == 1
    assert part_of_participant("audioAnne3.m4a", parts) is None
    assert part_of_participant("audioAnne3.m4a", ["zoom_0.mp4"]) == 0


def test_one_participant_has_one_key_in_all_parts_and_two_of_one_name_have_two() -> None:
    first = participant_key("Audio Record/audioAnne11639780501.m4a", "video1639780501.mp4")
    assert first == participant_key("Audio Record/audioAnne12639780501.m4a", "video2639780501.mp4")
    assert first != participant_key("Audio Record/audioAnne21639780501.m4a", "video1639780501.mp4")
