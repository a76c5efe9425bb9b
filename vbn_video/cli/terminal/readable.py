"""How long things took, as people read it."""

from vbn_video.messages import language, number

S_PER_MIN = 60
S_PER_H = 3600


def took(seconds: float) -> str:
    """How long something took: `0.4 s`, `12 s`, `3 min 05 s`, `1 h 02 min`."""
    if seconds < 9.95:
        return f"{number(seconds, 1)} s"
    whole = round(seconds)
    if whole < S_PER_MIN:
        return f"{whole} s"
    if whole < S_PER_H:
        return f"{whole // S_PER_MIN} min {whole % S_PER_MIN:02} s"
    minutes = round(seconds / S_PER_MIN)
    return f"{minutes // S_PER_MIN} h {minutes % S_PER_MIN:02} min".replace(" h ", " t " if language() == "da" else " h ")
