"""A short transcript: a dialogue inside a caption, a time beyond the hour, and signs that HTML has its own use for."""

from vbn_video.decisions import Chapter, Cue

S = 1_000_000
CUES = (
    Cue(1 * S, 3 * S, ("Velkommen til", "Æbeltoft & omegn."), ("Anne", "Anne")),
    Cue(4 * S, 6 * S, ("- Er det i <dag>?", "- Ja."), ("Bo", "Anne")),
    Cue(3_700 * S, 3_702 * S, ("Tak for i dag.",), ("Anne",)),
)
CHAPTERS = (Chapter(0, "Velkommen"), Chapter(3_600 * S, "Slut & farvel"))
