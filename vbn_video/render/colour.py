"""How the programme's colours are coded: its tags in the words of ffmpeg's filters."""

from vbn_video.decisions import ProgrammeFormat

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
