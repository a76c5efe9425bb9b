"""When another slide, screen or scene comes up, from the keyframes.

Each keyframe is made a coarse grid of cells. A slide change is that many cells change at once; cells that change all the time
(the speaker's tile, a clock) say nothing and are left out. Between two keyframes a new slide shows as the one large packet, so
the change is placed there; a second change before the next keyframe is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from vbn_video.clock import US_PER_S
from vbn_video.events import Emit, Progress
from vbn_video.evidence import Packets, Recording, Slide
from vbn_video.recording.media import open_recorded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CELLS = (64, 36)
"""Across and down; at 16:9 a cell is square."""
NEAREST_KEYFRAMES_US = 2 * US_PER_S
"""Keyframes closer than this are not all looked at: a codec that has nothing else would make a long look of it."""
CHANGED_BY = 20
"""Levels of 255 by which a cell must change in one of its colours."""
SLIDE_CHANGE = 0.08
"""Share of the cells that change with a slide; a speaker's tile of a quarter by a quarter is 0.06."""
LIVE_SHARE = 0.5
"""Cells that change at more than this share of the keyframes are alive by themselves."""
MANY_KEYFRAMES = 8
"""Fewer keyframes do not tell what is alive."""
LARGE_PACKET = 0.2
"""Of the keyframe's size: a frame between keyframes that takes as much shows something new."""


def find_slides(recording: Recording, packets: Packets, root: Path, emit: Emit) -> tuple[Slide, ...]:
    """The first frame and every slide change after it, on the recording clock; the text on them is not read."""
    import numpy as np

    times_us, grids = [], []
    for time_us, grid in _keyframe_grids(recording, packets, root):
        times_us.append(time_us)
        grids.append(grid)
        emit(Progress(time_us / US_PER_S, recording.duration_us / US_PER_S))
    if not grids:
        return ()
    changed = _changed_cells(np.stack(grids))
    dead = ~_live_cells(changed)
    slides = [Slide(int(packets.time_us[0]), 1.0)]
    for index, cells in enumerate(changed):
        share = float(cells[dead].mean()) if dead.any() else 0.0
        if share >= SLIDE_CHANGE:
            slides.append(Slide(_moment(packets, times_us[index], times_us[index + 1]), round(share, 4)))
    return tuple(slides)


def _changed_cells(grids: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """keyframes x down x across x 3 levels -> (keyframes - 1) x down x across: which cells changed since the one before."""
    import numpy as np

    difference = np.abs(grids[1:].astype(np.int16) - grids[:-1])
    changed: NDArray[np.bool_] = difference.max(axis=-1, initial=0) >= CHANGED_BY
    return changed


def _live_cells(changed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Cells that change by themselves, all the time."""
    import numpy as np

    if len(changed) < MANY_KEYFRAMES:
        return np.zeros(changed.shape[1:], np.bool_)
    live: NDArray[np.bool_] = changed.mean(axis=0) > LIVE_SHARE
    return live


def _moment(packets: Packets, before_us: int, found_us: int) -> int:
    """When between two keyframes the new slide came up: at the largest packet that is large, else at the second keyframe."""
    import numpy as np

    first, last = np.searchsorted(packets.time_us, [before_us + 1, found_us])
    if first >= last:
        return found_us
    largest = int(first + np.argmax(packets.size[first:last]))
    keyframe_size = packets.size[min(int(last), len(packets.size) - 1)]
    return int(packets.time_us[largest]) if packets.size[largest] >= LARGE_PACKET * keyframe_size else found_us


def _keyframe_grids(recording: Recording, packets: Packets, root: Path) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """(recording time, grid) of the keyframes to look at, all parts after each other."""
    import numpy as np

    for number, part in enumerate(recording.parts):
        wanted = _spread(packets.time_us, np.flatnonzero((packets.part == number) & packets.keyframe))
        time_of = {int(packets.pts[row]): int(packets.time_us[row]) for row in wanted}
        for pts, grid in _grids(root / part.file, part.picture_index, set(time_of)):
            yield time_of[pts], grid


def _spread(time_us: NDArray[np.int64], rows: NDArray[np.intp]) -> list[int]:
    """Those of the rows that are far enough from the last one taken."""
    taken: list[int] = []
    for row in rows:
        if not taken or time_us[row] - time_us[taken[-1]] >= NEAREST_KEYFRAMES_US:
            taken.append(int(row))
    return taken


def _grids(path: Path, picture_index: int, wanted_pts: set[int]) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """(pts, grid) of the wanted keyframes of one file. Only these are decoded."""
    import numpy as np

    with open_recorded(path) as container:
        video = next(stream for stream in container.streams.video if stream.index == picture_index)
        for packet in container.demux(video):
            if packet.size and packet.pts not in wanted_pts:
                continue
            for frame in video.codec_context.decode(packet):
                if frame.pts in wanted_pts:
                    small = frame.reformat(*CELLS, format="rgb24", interpolation="AREA").to_ndarray()
                    yield frame.pts, small.astype(np.uint8, copy=False)
