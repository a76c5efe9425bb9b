"""HDR becomes BT.709: every frame is tagged so, and shows what ITU-R BT.2100, BT.2087 and BT.2408 give, reckoned here anew."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.decoders import by_ffmpeg
from tests.made_media import add_sound, speechlike, write_sound
from tests.render.programmes import encoded, programme_of
from tests.running import CORPUS, needs_corpus
from tests.sampling import sampled
from vbn_video.plan.cut.splice import plan_splice

PQ, HLG, BT2020, BT2020NC, BT709 = 16, 18, 9, 9, 1
NITS = np.array([1, 5, 26, 60, 100, 203, 400, 900.0])
"""Of eight fields of grey; 26 is the middle one, 203 paper."""
RED = np.array([0.5, 0.05, 0.05]) * 203
"""In BT.709's primaries: a ninth field."""
FROM_709 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
"""BT.2087."""
LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])
SIZE = (288, 64)


def coded(light: np.ndarray, transfer: int) -> np.ndarray:
    """R'G'B' of light in nits (n x 3, BT.2020), by BT.2100: HLG for a screen of 1,000 nits, or PQ."""
    if transfer == PQ:
        y = (light / 10_000) ** 0.1593017578125
        return ((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y)) ** 78.84375
    shown = light / 1000
    scene = shown * np.maximum(shown @ LUMA_2020, 1e-9)[:, None] ** ((1 - 1.2) / 1.2)
    return np.where(
        scene <= 1 / 12, np.sqrt(3 * scene), 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    )


def as_sdr(light: np.ndarray) -> np.ndarray:
    """8 bit R'G'B' of light in nits (n x 3, BT.2020)."""
    linear = np.clip(light @ np.linalg.inv(FROM_709).T / 203, 0, None)
    strongest = np.maximum(linear.max(axis=1, keepdims=True), 1e-9)
    knee, peak = 0.3, 1000 / 203
    a = -(knee**2) * (peak - 1) / (knee**2 - 2 * knee + peak)
    b = (knee**2 - 2 * knee * peak + peak) / max(peak - 1, 1e-6)
    rolled = np.where(strongest <= knee, strongest, (b + knee) ** 2 / (b - a) * (strongest + a) / (strongest + b))
    return 255 * np.clip(linear * rolled / strongest, 0, 1) ** (1 / 2.4)


def hdr(path: Path, transfer: int, codec: str) -> tuple[Path, np.ndarray]:
    """(a second of fields, their light in nits)."""
    light = np.concatenate([np.repeat(NITS[:, None], 3, axis=1), (FROM_709 @ RED)[None]])
    rgb = coded(light, transfer)
    luma = rgb @ LUMA_2020
    planes = [
        64 + 876 * luma,
        512 + 896 * (rgb[:, 2] - luma) / (2 * (1 - LUMA_2020[2])),
        512 + 896 * (rgb[:, 0] - luma) / (2 * (1 - LUMA_2020[0])),
    ]
    with av.open(str(path), "w") as file:
        video = file.add_stream(codec, rate=25)
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p10le"
        context = video.codec_context
        context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, BT2020NC, BT2020, transfer
        video.options = {"preset": "ultrafast", "crf": "4"}
        sound = add_sound(file, 1, 32_000)
        for number in range(25):
            frame = av.VideoFrame(*SIZE, "yuv420p10le")
            for plane, values in zip(frame.planes, planes, strict=True):
                row = np.repeat(np.round(values).astype("<u2"), plane.width // len(values))
                padded = np.zeros(plane.line_size // 2, "<u2")
                padded[: len(row)] = row
                plane.update(np.tile(padded, plane.height).tobytes())
            frame.pts, frame.time_base = number, Fraction(1, 25)
            file.mux(video.encode(frame))
        file.mux(video.encode())
        write_sound(file, sound, speechlike([(0, 1)], 1.0), 1, 32_000, 0)
    return path, light


def tags_of(path: Path) -> set[tuple[int, ...]]:
    with av.open(str(path)) as file:
        frames = list(file.decode(video=0))
    return {tuple(map(int, (one.color_range, one.colorspace, one.color_primaries, one.color_trc))) for one in frames}


CASES = [(HLG, "libx264"), (PQ, "libx264"), (HLG, "libx265"), (PQ, "libx265")]


@pytest.mark.parametrize(("transfer", "codec"), sampled(CASES, [0]))
def test_hdr_is_tone_mapped_to_bt_709_by_the_book(tmp_path, transfer, codec):
    recorded, light = hdr(tmp_path / "a.mov", transfer, codec)
    programme = programme_of([recorded], [(0, 1)])
    video = encoded(programme, tmp_path / "video.mp4")
    assert tags_of(video) == {(1, BT709, BT709, BT709)}
    splice = plan_splice(programme.recording, programme.packets, programme.plan)
    assert [(span.how, span.why) for span in splice.spans] == [("encode", "HDR shown in standard colours")]
    assert len(by_ffmpeg(video).times_us) == 25
    with av.open(str(video)) as file:
        frame = list(file.decode(video=0))[12]
        rgb = frame.to_ndarray(format="rgb24").astype(float)
    fields = np.array([rgb[16:48, 32 * field + 10 : 32 * field + 22].mean(axis=(0, 1)) for field in range(len(light))])
    assert np.abs(fields - as_sdr(light)).max() < 5
    assert (np.diff(fields[:8].mean(axis=1)) > 0).all()


@needs_corpus
@pytest.mark.long
def test_a_phones_hlg_has_one_set_of_colours(tmp_path):
    programme = programme_of([CORPUS / "cases" / "iphone_hlg.mov"], [(0, 3)])
    video = encoded(programme, tmp_path / "video.mp4")
    assert tags_of(video) == {(1, BT709, BT709, BT709)}
