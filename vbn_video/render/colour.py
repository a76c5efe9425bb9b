"""How the programme's colours are coded: its tags in the words of ffmpeg's filters; and how HDR becomes them."""

from typing import Any

from vbn_video.decisions import ProgrammeFormat
from vbn_video.evidence import VideoFormat

REFERENCE_WHITE_NITS = 203
"""Where HDR has the white of paper (ITU-R BT.2408): it becomes about five sixths of SDR's white."""
PEAK_NITS = 1000
"""What HLG is defined for (BT.2100) and most of PQ is mastered for; what is brighter is cut off."""

HD_HEIGHT = 577
"""From this height on players take untagged video for BT.709, below it for BT.601 (what ffmpeg and browsers do)."""

MATRICES = {
    "bt709": "bt709",
    "smpte170m": "smpte170m",
    "bt470bg": "smpte170m",
    "smpte240m": "smpte240m",
    "fcc": "fcc",
    "bt2020nc": "bt2020",
    "bt2020c": "bt2020",
}
ZSCALE_MATRICES = {"bt709": "709", "smpte170m": "170m", "smpte240m": "240m", "fcc": "fcc", "bt2020": "2020_ncl"}
"""The same by `zscale`'s names."""
FULL_RANGE = ("pc", "jpeg", "full")
"""The names of the range in which black is 0."""
TRANSFERS = {"gamma22": "bt470m", "gamma28": "bt470bg"}
"""Two curves that ffmpeg's filters know by another name than its decoders."""


def matrix(fmt: ProgrammeFormat) -> str:
    """The matrix by which RGB becomes the programme's YUV, in the `scale` filter's words."""
    if fmt.colour_space in MATRICES:
        return MATRICES[fmt.colour_space]
    return "bt709" if fmt.height >= HD_HEIGHT else "smpte170m"


def colour_range(fmt: ProgrammeFormat) -> str:
    """`full` or `limited`, in the `scale` filter's words."""
    return "full" if fmt.colour_range in FULL_RANGE else "limited"


def tags(fmt: ProgrammeFormat) -> dict[str, str]:
    """The programme's colour tags as arguments of the `setparams` filter; `unknown` where the source does not say."""
    return {
        "range": "full" if colour_range(fmt) == "full" else ("limited" if fmt.colour_range else "unknown"),
        "color_primaries": fmt.colour_primaries or "unknown",
        "color_trc": TRANSFERS.get(fmt.colour_transfer or "unknown", fmt.colour_transfer or "unknown"),
        "colorspace": fmt.colour_space or "unknown",
    }


def tone_map(graph: Any, picture: VideoFormat, fmt: ProgrammeFormat) -> Any:
    """Frames of HDR (BT.2100) in the programme's colours: as light, in BT.709's primaries, the highlights rolled off (Möbius).

    HLG's light depends on all three colours together, for which `zscale` must not be allowed to approximate.
    """
    is_rgb = picture.pixel_format.startswith(("rgb", "bgr", "gbr"))
    said = {
        "range": "full" if picture.colour_range in FULL_RANGE or (is_rgb and not picture.colour_range) else "limited",
        "color_primaries": picture.colour_primaries or "bt2020",
        "color_trc": picture.colour_transfer,
        "colorspace": "gbr" if is_rgb else picture.colour_space or "bt2020nc",
    }
    exact = {"agamma": 0} if picture.colour_transfer == "arib-std-b67" else {}
    graph = graph.filter("setparams", **said).filter("zscale", transfer="linear", npl=REFERENCE_WHITE_NITS, **exact)
    graph = graph.filter("format", "gbrpf32le").filter("zscale", primaries="bt709")
    graph = graph.filter("tonemap", tonemap="mobius", desat=0, peak=round(PEAK_NITS / REFERENCE_WHITE_NITS, 4))
    return graph.filter("zscale", transfer="bt709", matrix=ZSCALE_MATRICES[matrix(fmt)], range=colour_range(fmt))
