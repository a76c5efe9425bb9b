"""The programme's sound: in its place, as long as the programme, as loud as wanted."""

from fractions import Fraction
from math import inf
from pathlib import Path

import av
import numpy as np
import pytest

from tests.made_media import make_video, speechlike
from tests.render.programmes import SOUND, S, clicks, encoded, heard, late_s, lengths_us, programme_of, silent
from tests.render.sound.coded_sound import heard_of, loudness_of, packets_of
from tests.sampling import sampled
from vbn_video.plan.sound.gain import MOST_GAIN_DB, plan_sound
from vbn_video.plan.sound.loudness import kept_lufs
from vbn_video.recording.sound.loudness_meter import LoudnessMeter
from vbn_video.recording.sound.samples import read_samples
from vbn_video.render.sound.aac import AacPackets
from vbn_video.render.sound.soundtrack import encode_sound, levels_in_format
from vbn_video.settings.preset import Sound


def sound_of(programme, tmp_path, sound=SOUND, **options):
    return encode_sound(programme, sound, tmp_path / "sound.aac", silent, silent, **options)


def loudness_and_peak(programme, tmp_path, sound=SOUND):
    coded = sound_of(programme, tmp_path, sound)
    return loudness_of(heard_of(coded), coded.rate_hz)


def test_speech_comes_out_at_the_target_and_under_the_peak(tmp_path):
    voice = 0.2 * speechlike(((0.5, 9),), 20) + 0.05 * speechlike(((10, 19),), 20, seed=2)
    recorded = make_video(tmp_path / "a.mp4", seconds=20, sound=voice)
    lufs, dbtp = loudness_and_peak(programme_of([recorded], [(0.4, 19.2)]), tmp_path)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1


def test_hard_peaks_are_held_back_and_the_loudness_is_given_back(tmp_path):
    voice = 0.1 * speechlike(((0, 20),), 20)
    voice[8000::16_000] = 0.9
    recorded = make_video(tmp_path / "a.mp4", seconds=20, sound=voice)
    lufs, dbtp = loudness_and_peak(programme_of([recorded], [(0, 20)]), tmp_path)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1


def test_every_sound_stands_where_its_picture_does(tmp_path):
    at_s = [0.7, 1.9, 2.4, 4.2, 5.5, 5.9]
    recorded = make_video(tmp_path / "a.mp4", seconds=6.4, sound=clicks(at_s, 6.4), bframes=2)
    programme = programme_of([recorded], [(0.5, 2.0), (2.3, 3.0), (4.1, 6.2)])
    sound, rate = heard(encoded(programme, tmp_path / "media.mp4"))
    wanted = [programme.timeline.programme_from_recording(round(second * S)) / S for second in at_s]
    assert late_s(sound, rate, wanted) == pytest.approx([0] * 6, abs=0.001)


def test_a_late_and_short_sound_stays_in_its_place(tmp_path):
    first = make_video(tmp_path / "a.mp4", seconds=3, sound=clicks([0.5], 1.0), sound_start_s=0.8)
    second = make_video(tmp_path / "b.mp4", seconds=2, sound=clicks([1.0], 2.0))
    programme = programme_of([first, second], [(0.2, 5.0)])
    sound, rate = heard(encoded(programme, tmp_path / "media.mp4"))
    assert late_s(sound, rate, [1.1]) == pytest.approx([0], abs=0.001)
    assert late_s(sound, rate, [3.8]) == pytest.approx([0], abs=0.001)


def test_picture_and_sound_are_equally_long(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=5, sound_seconds=4.2)
    programme = programme_of([recorded], [(0.2, 2.0), (3.0, 5.0)])
    picture_us, sound_us = lengths_us(encoded(programme, tmp_path / "media.mp4"))
    assert sound_us == pytest.approx(programme.duration_us, abs=40)
    assert picture_us == pytest.approx(programme.duration_us, abs=1000)


@pytest.mark.parametrize(("channels", "rate"), [(1, 32_000), (2, 44_100), (1, 48_000)])
def test_channels_and_rate_stay_what_they_are(tmp_path, channels, rate):
    recorded = make_video(tmp_path / "a.mp4", seconds=2, channels=channels, sound_rate=rate)
    coded = sound_of(programme_of([recorded], [(0, 2)]), tmp_path)
    assert (coded.channels, coded.rate_hz, coded.bitrate) == (channels, rate, 96_000 * channels)
    assert len(heard_of(coded)) == channels


def test_digital_silence_stays_silent(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=2, sound=np.zeros(64_000, np.float32))
    assert np.abs(heard_of(sound_of(programme_of([recorded], [(0, 2)]), tmp_path))).max() == 0


def test_a_recording_that_is_nearly_silent_is_raised_so_far_only_and_that_is_said(tmp_path):
    told = []
    faint = 0.005 * speechlike(((0, 4),), 4)
    programme = programme_of([make_video(tmp_path / "a.mp4", seconds=4, sound=faint)], [(0, 4)])
    encode_sound(programme, SOUND, tmp_path / "sound.aac", silent, told.append)
    assert "quiet" in told[0].text


def test_what_needs_no_more_than_may_be_given_is_not_called_quiet(tmp_path):
    """Speech that lacks less than 40 dB, with peaks for which the limiter takes so much that all 40 dB are given."""
    told = []
    faint = 0.013 * speechlike(((0, 4),), 4)
    faint[16_000::32_000] = 0.1
    programme = programme_of([make_video(tmp_path / "a.mp4", seconds=4, sound=faint)], [(0, 4)])
    lacking_lu = SOUND.loudness_lufs - kept_lufs(programme.levels, programme.plan.kept)
    assert MOST_GAIN_DB - 2 < lacking_lu < MOST_GAIN_DB
    assert plan_sound(programme.levels, programme.plan.kept, SOUND).gain_db == MOST_GAIN_DB
    encode_sound(programme, SOUND, tmp_path / "sound.aac", silent, told.append)
    assert told == []


def test_quiet_speech_under_high_peaks_stays_under_the_target_and_that_is_said(tmp_path):
    told = []
    voice = 0.014 * speechlike(((0, 4),), 4)
    voice[800::3200] = 0.9
    programme = programme_of([make_video(tmp_path / "a.mp4", seconds=4, sound=voice)], [(0, 4)])
    expected_lufs = plan_sound(programme.levels, programme.plan.kept, SOUND).expected_lufs
    assert expected_lufs < SOUND.loudness_lufs - 1
    encode_sound(programme, SOUND, tmp_path / "sound.aac", silent, told.append)
    assert [f"{expected_lufs:.1f} LUFS" in event.text for event in told] == [True]


def a_tone(seconds):
    at_s = np.arange(seconds * 32_000) / 32_000
    return (0.3 * np.sin(2 * np.pi * 187 * at_s)).astype(np.float32)


def test_joins_do_not_click(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=4, sound=a_tone(4))
    sound, rate = heard(encoded(programme_of([recorded], [(0.2, 1.53), (2.31, 3.6)]), tmp_path / "media.mp4"))
    steps = np.abs(np.diff(sound[:, 0], 2))
    join = round(1.32 * rate)
    assert steps[join - 600 : join + 600].max() < 3 * steps[rate // 2 : rate].max()


def test_kept_spans_that_touch_sound_like_one(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=4, sound=a_tone(4))
    two, one = programme_of([recorded], [(0.2, 1.8), (1.8, 3.6)]), programme_of([recorded], [(0.2, 3.6)])
    assert two.plan.kept[0].end_us == two.plan.kept[1].start_us
    assert np.array_equal(heard_of(sound_of(two, tmp_path)), heard_of(sound_of(one, tmp_path)))


def test_where_one_part_follows_another_kept_spans_that_touch_are_faded(tmp_path):
    parts = [make_video(tmp_path / name, seconds=2, sound=a_tone(2)) for name in ("a.mp4", "b.mp4")]
    coded = sound_of(programme_of(parts, [(0.2, 2), (2, 3.6)]), tmp_path)
    join = round(1.8 * coded.rate_hz)
    around = np.abs(heard_of(coded)[0, join - 20 : join + 20]).max()
    assert around < 0.3 * np.abs(heard_of(coded)[0, join - 2000 : join - 1000]).max()


def test_a_real_voice_with_high_peaks_meets_both_limits(tmp_path):
    with av.open(str(Path(__file__).parents[2] / "data" / "tale.flac")) as file:
        rate = file.streams.audio[0].rate
        voice = np.concatenate([frame.to_ndarray().reshape(-1) for frame in file.decode(audio=0)]).astype(np.float32)
    voice *= 0.99 / np.abs(voice).max()
    seconds = len(voice) // rate
    recorded = make_video(tmp_path / "a.mp4", seconds=seconds, sound=voice[: seconds * rate], sound_rate=rate)
    lufs, dbtp = loudness_and_peak(programme_of([recorded], [(0, seconds)]), tmp_path)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1


def test_another_target_is_met_too(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=8, speech=((0.2, 7.5),))
    lufs, dbtp = loudness_and_peak(programme_of([recorded], [(0, 8)]), tmp_path, Sound(loudness_lufs=-23))
    assert lufs == pytest.approx(-23, abs=0.5)
    assert dbtp < -1


def stereo_music(seconds, rate):
    at_s = np.arange(round(seconds * rate)) / rate
    tones = sum(np.sin(2 * np.pi * hz * at_s) / number for number, hz in enumerate((110, 220.5, 331, 663, 1320), 1))
    beats = np.random.default_rng(2).normal(0, 0.5, len(at_s)) * np.exp(-20 * (at_s % 0.5))
    return np.stack([0.1 * tones + 0.3 * beats, 0.08 * tones * np.cos(at_s) + 0.2 * beats], axis=1).astype(np.float32)


@pytest.mark.parametrize("kbit", sampled([32, 48, 64, 80, 96, 160], [0, 5]))
def test_music_in_two_channels_meets_both_limits(tmp_path, kbit):
    recorded = make_video(tmp_path / "a.mp4", seconds=9, sound=stereo_music(9, 44_100), channels=2, sound_rate=44_100)
    programme = programme_of([recorded], [(0.4, 8.5)])
    lufs, dbtp = loudness_and_peak(programme, tmp_path, Sound(bitrate_kbit=kbit))
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1


def test_a_talk_whose_breaks_are_cut_out_meets_both_limits(tmp_path):
    voice = 0.15 * speechlike(((0.2, 5), (13, 17), (18, 21)), 22)
    voice[6 * 32_000 : 12 * 32_000] += np.random.default_rng(1).normal(0, 0.3, 6 * 32_000)  # loud while nobody speaks
    voice[160_000:480_000:8_000] = 0.9
    recorded = make_video(tmp_path / "a.mp4", seconds=22, sound=voice)
    lufs, dbtp = loudness_and_peak(programme_of([recorded], [(0, 5.4), (12.6, 21.4)]), tmp_path)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1


@pytest.fixture
def otherwise_than_the_longest(tmp_path):
    """Most is kept of the second part, which is shorter than the first one and sounds otherwise."""
    longest = make_video(tmp_path / "a.mp4", seconds=8, sound=0.3 * speechlike(((0, 8),), 8))
    kept = make_video(tmp_path / "b.mp4", seconds=6, sound=stereo_music(6, 48_000), channels=2, sound_rate=48_000)
    programme = programme_of([longest, kept], [(6.5, 8), (8, 13.8)])
    assert (programme.fmt.sound_rate_hz, programme.fmt.sound_channels) == (48_000, 2)
    return programme


def test_a_part_that_sounds_otherwise_than_the_longest_one_is_measured_as_it_will_be_heard(tmp_path, otherwise_than_the_longest):
    coded = sound_of(otherwise_than_the_longest, tmp_path)
    lufs, dbtp = loudness_of(heard_of(coded), coded.rate_hz)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1


def test_what_is_measured_anew_stands_at_its_time_and_what_is_not_kept_before_it_is_not_measured(otherwise_than_the_longest):
    programme = otherwise_than_the_longest
    told = []
    levels = levels_in_format(programme, told.append)
    meter = LoudnessMeter(48_000, 2)
    for piece in read_samples(programme.recording, programme.root, (0, round(13.8 * 48_000)), 48_000, 2):
        meter.feed(piece)
    whole = meter.finish()
    assert len(levels.hop_lufs) == len(levels.hop_true_peak_dbtp) == len(whole.hop_lufs) == 1380
    assert len(levels.loudness_lufs) == len(levels.true_peak_dbtp) == 138
    assert np.all(levels.hop_lufs[:640] == -inf)
    assert levels.hop_lufs[650:] == pytest.approx(whole.hop_lufs[650:], abs=0.02)
    assert levels.hop_true_peak_dbtp[650:] == pytest.approx(whole.hop_true_peak_dbtp[650:], abs=0.5)  # AAC has noise by chance
    assert levels.hop_true_peak_dbtp[800:] == pytest.approx(whole.hop_true_peak_dbtp[800:], abs=0.02)
    assert kept_lufs(levels, programme.plan.kept) == pytest.approx(kept_lufs(whole, programme.plan.kept), abs=0.001)
    assert len(told) > 5
    assert set(told) == {0.0}


def test_damaged_sound_is_silent_and_what_follows_stays_in_its_place(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=6, sound=clicks([0.5, 5.0], 6.0))
    programme = programme_of([recorded], [(0, 6)])
    damage_sound(recorded, 2.0, 3.0)
    coded = sound_of(programme, tmp_path)
    heard_again = heard_of(coded)
    assert np.isfinite(heard_again).all()
    assert late_s(heard_again.T, coded.rate_hz, [0.5, 5.0]) == pytest.approx([0, 0], abs=0.001)


def damage_sound(path, first_s, last_s):
    """Overwrites the sound packets of [first, last) where they lie in the file."""
    with av.open(str(path)) as file:
        packets = [packet for packet in file.demux(audio=0) if packet.size]
        places = [(packet.pos, packet.size) for packet in packets if first_s <= packet.pts * packet.time_base < last_s]
    with path.open("r+b") as file:
        for position, size in places:
            file.seek(position)
            file.write(b"\xff" * size)


@pytest.fixture(scope="module")
def long_talk(tmp_path_factory):
    """Ninety seconds with a voice and a short intro, which take three parts."""
    folder = tmp_path_factory.mktemp("long")
    voice = 0.2 * speechlike(((0.5, 40), (42, 89)), 90)
    recorded = make_video(folder / "a.mp4", seconds=90, size=(64, 48), rate=Fraction(2), sound=voice)
    intro = make_video(folder / "intro.mp4", seconds=2, size=(64, 48), sound=0.3 * speechlike(((0.2, 1.8),), 2, seed=3))
    other = make_video(folder / "other.mp4", seconds=2, size=(64, 48), sound=0.3 * speechlike(((0.1, 1.7),), 2, seed=4))
    kept = [(1, 30.3), (31.5, 88)]
    return tuple(programme_of([recorded], kept, intro=bumper, bumper_us=(2 * S, 0)) for bumper in (intro, other))


def made_of(coded):
    """What a later run finds of an earlier one, by key."""
    packets = packets_of(coded)
    places = {part.key: part.joined for part in coded.parts}
    return {
        key: AacPackets(place.first, tuple(packets[place.first : place.first + place.packets]), place.before)
        for key, place in places.items()
    }


@pytest.mark.long
def test_a_long_programme_is_exactly_as_long_as_planned_and_meets_both_limits(tmp_path, long_talk):
    told = []
    coded = encode_sound(long_talk[0], SOUND, tmp_path / "sound.aac", told.append, silent)
    assert coded.samples == round(long_talk[0].duration_us * 32_000 / S)
    assert len(coded.sizes) == -(-coded.samples // 1024) + 1
    assert len(coded.parts) == 3
    lufs, dbtp = loudness_of(heard_of(coded), coded.rate_hz)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert dbtp < -1
    assert told == sorted(told)
    assert told[-1] == 1


def test_bumper_and_talk_are_equally_loud(tmp_path, long_talk):
    heard_again = heard_of(sound_of(long_talk[0], tmp_path))
    assert loudness_of(heard_again[:, : 2 * 32_000], 32_000)[0] == pytest.approx(-16, abs=0.7)


def test_the_same_programme_is_taken_over_whole(tmp_path, long_talk):
    coded = sound_of(long_talk[0], tmp_path)
    before, made = coded.path.read_bytes(), made_of(coded)
    again = sound_of(long_talk[0], tmp_path, reuse=made.pop)
    assert not made
    assert again.path.read_bytes() == before
    assert again.parts == coded.parts


def test_another_sound_of_the_intro_costs_the_part_that_it_touches(tmp_path, long_talk):
    coded = sound_of(long_talk[0], tmp_path)
    made = made_of(coded)
    other = sound_of(long_talk[1], tmp_path, reuse=made.get)
    same = [part.key in made for part in other.parts]
    assert same == [False, True, True]
    assert loudness_of(heard_of(other), 32_000)[1] < -1


def test_another_loudness_costs_every_part(tmp_path, long_talk):
    made = made_of(sound_of(long_talk[0], tmp_path))
    louder = sound_of(long_talk[0], tmp_path, Sound(loudness_lufs=-18))
    assert not {part.key for part in louder.parts} & set(made)


def test_a_bumper_without_sound_is_silent(tmp_path):
    recorded = make_video(tmp_path / "a.mp4", seconds=3, speech=((0, 3),))
    outro = make_video(tmp_path / "outro.mp4", seconds=1, speech=None)
    programme = programme_of([recorded], [(0, 3)], outro=outro, bumper_us=(0, S))
    assert np.abs(heard_of(sound_of(programme, tmp_path))[:, -32_000 + 4_096 :]).max() < 1e-4
