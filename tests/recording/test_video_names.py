"""What names say: their letters as they were meant, their order, and the law that a plain name is left as it is."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbn_video.recording.video_names import natural_sort, readable, without_day

DANISH = st.text("abcdefghijklmnopqrstuvwxyzæøåÆØÅéüö 0123456789-_.,()&", max_size=40)


@given(DANISH)
def test_a_name_that_is_as_it_was_meant_stays(name: str) -> None:
    assert readable(name) == name


@pytest.mark.parametrize("name", ["PÅ–TUR", "Æ’s møde", "LÅ‘", "RØ®", "Château à gauche", "Guðrún", "ÅÉÂ"])
def test_letters_that_could_be_the_bytes_of_another_stay_without_a_sign_of_it(name: str) -> None:
    assert readable(name) == name


@given(DANISH, st.sampled_from(["cp1252", "latin-1", "cp437", "cp850"]), st.integers(0, 2))
def test_a_name_that_was_taken_for_another_encoding_is_as_it_was_meant(name: str, encoding: str, times: int) -> None:
    came = name
    for _time in range(times):
        try:
            came = came.encode().decode(encoding)
        except UnicodeDecodeError:
            return
    assert readable(came) == name
    assert readable(unicodedata.normalize("NFD", came)) == name


@given(DANISH)
def test_a_percent_encoded_name_is_as_it_was_meant(name: str) -> None:
    assert readable("".join(f"%{byte:02X}" for byte in name.encode())) == name


def test_a_name_whose_bytes_are_those_of_windows_is_readable() -> None:
    assert readable("Netværksmøde.mp4".encode("cp1252").decode("utf-8", "surrogateescape")) == "Netværksmøde.mp4"


@given(st.text(max_size=60))
def test_any_text_can_be_asked(name: str) -> None:
    assert isinstance(readable(name), str)


@pytest.mark.parametrize(
    "names", [["zoom_2.mp4", "zoom_10.mp4"], ["Møde.mp4", "Møde 2.mp4"], ["Møde (1).mp4", "Møde (2).mp4", "Møde (10).mp4"]]
)
def test_names_stand_in_the_order_in_which_people_count(names: list[str]) -> None:
    assert natural_sort(reversed(names)) == names


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("2024-01-24 Temamøde", "Temamøde"),
        ("Temamøde 2024-01-24", "Temamøde"),
        ("20240124 - Temamøde", "Temamøde"),
        ("2024-01-24_HR_og_ledelse", "HR_og_ledelse"),
        ("Temamøde (24-01-2024)", "Temamøde"),
        ("Temamøde, d. 24.1.2024 kl. 14.00", "Temamøde"),
        ("Temamøde onsdag den 24. januar 2024", "Temamøde"),
        ("Temamøde 24 jan. 2024 - del 2", "Temamøde del 2"),
        ("2024-01-24 14-00-00 Temamøde", "Temamøde"),
        ("20240124_140000 Temamøde", "Temamøde"),
        ("2024-01-24 2030 og vejen dertil", "2030 og vejen dertil"),
        ("2024-01-24 20-30 år i branchen", "20-30 år i branchen"),
        ("2024-01-24 Om ISO 27001 del 2", "Om ISO 27001 del 2"),
        ("Den 24. januar 2024", ""),
        ("2024-01-24", ""),
        ("2024-01-24 10.30-12.00 Temamøde", "Temamøde"),
        ("Temamøde 24.01.2024 - 12.30 til 14.00", "Temamøde"),
        ("Temamøde 24.01.2024 kl. 10.30-12", "Temamøde"),
        ("Temamøde 24.01.2024 kl. 9.30 - kl. 12.00", "Temamøde"),
        ("Temamøde den 24. jan 2024 kl. 14", "Temamøde"),
        ("Temamøde 24.1.2024 klokken 14-16 i Aarhus", "Temamøde i Aarhus"),
        ("D. 24. januar 2024 Temamøde", "Temamøde"),
        ("Hold D 24. januar 2024", "Hold D"),
        ("Hold D. 24. januar 2024", "Hold D"),
        ("Temamøde-2-2024-01-24", "Temamøde-2"),
        ("Budget 2024-01-24 1.25 procent", "Budget 1.25 procent"),
        ("Budget 2024-01-24 12.25 procent", "Budget 12.25 procent"),
        ("2024-01-24 25.30 Temamøde", "25.30 Temamøde"),
        ("2024-01-24 10000 nye medlemmer", "10000 nye medlemmer"),
        ("2024-01-24 120000 nye medlemmer", "120000 nye medlemmer"),
        ("2024-01-24 10.30 - 12 gode råd", "12 gode råd"),
        ("Temamøde del 2 - 24.01.2024", "Temamøde del 2"),
        ("Temamøde 24.01.2024-25.01.2024", "Temamøde 24.01.2024-25.01.2024"),
        ("Kursus 24.01.2024 25.01.2024", "Kursus 24.01.2024 25.01.2024"),
        ("Kursus 24.01.2024 kl. 9 til 25. januar 2024", "Kursus 24.01.2024 kl. 9 til 25. januar 2024"),
        ("Kursus 23.-24. januar 2024", "Kursus 23.-24. januar 2024"),
        ("Kursus 23-24.01.2024", "Kursus 23-24.01.2024"),
        ("Kursus 23. og 24. januar 2024", "Kursus 23. og 24. januar 2024"),
        ("Kursus 31. dec. til den 24. januar 2024", "Kursus 31. dec. til den 24. januar 2024"),
        ("2024-01-24 Opfølgning på 2024-01-23", "2024-01-24 Opfølgning på 2024-01-23"),
        ("Budget 2024", "Budget 2024"),
        ("Opfølgning på 2024-01-23", "Opfølgning på 2024-01-23"),
        ("Temamøde 2024-01-45", "Temamøde 2024-01-45"),
    ],
)
def test_a_name_without_its_day_keeps_every_other_word(name: str, left: str) -> None:
    assert without_day(name, dt.date(2024, 1, 24)) == left


@pytest.mark.parametrize("name", ["2024-01-10 2030 og vejen dertil", "2024-01-10 - 2030 og vejen dertil"])
def test_digits_of_a_date_are_no_part_of_another(name: str) -> None:
    assert without_day(name, dt.date(2024, 1, 10)) == "2030 og vejen dertil"


@given(DANISH, st.dates())
def test_a_name_without_a_date_is_left_as_it_is(name: str, day: dt.date) -> None:
    plain = name.translate({ord(digit): None for digit in "0123456789"})
    assert without_day(plain, day) == plain
