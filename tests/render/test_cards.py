"""The card of a shortened break: shown in place of the break's own frames, in silence, amid frames that are copied."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.made_media import make_video
from tests.render.programmes import S, encoded, heard, kept_of, kept_rows, programme_of, shown, wanted_us
from vbn_video.plan.cut.splice import plan_splice
from vbn_video.render.bumpers.bumper_templates import BumperLook, Template, find_template
from vbn_video.render.bumpers.cards import draw_cards, load_cards, save_cards
from vbn_video.render.programme import Programme

CARD = "Pause – 12 minutter"


def with_card(recorded: Path, kept_s=((0.0, 4.0), (4.0, 6.0), (10.0, 14.0))) -> Programme:
    """A programme whose second span shows a card in the shipped look."""
    whole = programme_of([recorded], kept_s)
    spans = list(whole.plan.kept)
    spans[1] = replace(spans[1], card=CARD)
    plan = replace(whole.plan, kept=tuple(spans))
    cards, left_out = draw_cards(plan, find_template("djursland"), whole.fmt, "HR i mindre foreninger", "Netværk Djursland")
    assert left_out == ""
    return replace(whole, plan=plan, cards=cards)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("optagelse ø") / "møde.mp4"
    return make_video(path, seconds=14, gop=50, speech=[(0.2, 13.8)])


def packets_of(path: Path) -> list[bytes]:
    with av.open(str(path)) as file:
        return [bytes(packet) for packet in file.demux(video=0) if packet.size]


def test_every_frame_of_a_card_is_the_card_and_its_neighbours_are_copied(recorded, tmp_path):
    programme = with_card(recorded)
    splice = plan_splice(programme.recording, programme.packets, programme.plan)
    assert [(span.how, span.why, span.frames) for span in splice.spans] == [
        ("copy", "as it was recorded", 100),
        ("encode", "card", 50),
        ("copy", "as it was recorded", 100),
    ]
    video = encoded(programme, tmp_path / "video.mp4")
    seen = shown(video)
    assert max(abs(one - other) for one, other in zip(seen.times_us, wanted_us(programme), strict=True)) <= S // 1000
    rows = kept_rows(programme).tolist()
    assert seen.numbers[:100] + seen.numbers[150:] == rows[:100] + rows[150:]
    card = programme.cards[CARD].astype(int)
    assert max(np.abs(frame.astype(int) - card).mean() for frame in seen.pictures[100:150]) < 4
    made, source = packets_of(video), packets_of(recorded)
    assert [len(one) for one in made[1:100]] == [len(one) for one in source[1:100]]
    assert made[1:100] == source[1:100] and made[151:] == source[251:350]


def test_nothing_is_heard_while_a_card_is_shown(recorded, tmp_path):
    sound, rate = heard(encoded(with_card(recorded), tmp_path / "video.mp4"))
    amid, before, after = (sound[int(first * rate) : int(last * rate)] for first, last in ((4.1, 5.9), (1, 3.9), (6.1, 9)))
    assert np.abs(amid).max() < 1e-4
    assert min(np.sqrt(np.mean(before**2)), np.sqrt(np.mean(after**2))) > 0.01


def test_frames_of_a_variable_rate_stand_at_their_own_times_on_a_card(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=8, rate=Fraction(30_000, 1001))
    programme = with_card(recorded, ((0.5, 2.0), (3.1, 3.9), (5.0, 8.0)))
    seen = shown(encoded(programme, tmp_path / "video.mp4"))
    assert max(abs(one - other) for one, other in zip(seen.times_us, wanted_us(programme), strict=True)) <= S // 1000


def test_a_card_of_one_frame_is_shown_too(recorded, tmp_path):
    whole = with_card(recorded)
    programme = replace(whole, plan=kept_of(whole, [(0.0, 3.0), (4.0, 4.04), (6.0, 9.0)]).plan)
    spans = list(programme.plan.kept)
    programme = replace(programme, plan=replace(programme.plan, kept=(spans[0], replace(spans[1], card=CARD), spans[2])))
    seen = shown(encoded(programme, tmp_path / "video.mp4"))
    assert np.abs(seen.pictures[75].astype(int) - programme.cards[CARD].astype(int)).mean() < 4
    assert len(seen.times_us) == len(kept_rows(programme))


def test_a_card_stands_before_the_background_that_the_template_names_for_it(recorded):
    programme = with_card(recorded)
    red = Template(Path("red.toml"), BumperLook.model_validate({"card": {"colour": "#aa0000"}}))
    [[_text, frame]] = draw_cards(programme.plan, red, programme.fmt, "", "")[0].items()
    assert tuple(frame[2, 2]) == (0xAA, 0, 0)


def test_cards_are_kept_as_they_were_drawn(recorded, tmp_path):
    cards = dict(with_card(recorded).cards)
    save_cards(tmp_path / "a.npz", cards)
    save_cards(tmp_path / "b.npz", load_cards(tmp_path / "a.npz"))
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert {text: frame.tobytes() for text, frame in load_cards(tmp_path / "a.npz").items()} == {
        text: frame.tobytes() for text, frame in cards.items()
    }
