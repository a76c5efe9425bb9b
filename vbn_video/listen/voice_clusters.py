"""Pieces of speech that sound alike put together: how many voices there are, and which says each piece.

pieces ──Ward, 300 at a time──► a few clusters each ──Ward over all──► voices ──Viterbi──► one voice a piece
"""

import numpy as np
from numpy.typing import NDArray

AT_ONCE = 300
"""Pieces that are compared with each other at once: the table of distances grows with their square."""
MERGE_BELOW = 8.0
"""Two clusters nearer than this are one voice. Measured: see `benchmarks/voices.py`."""
WEIGHT_AT_MOST = 4.0
"""As much as so many pieces a cluster counts at most: a long talk is no reason to call its own wavering another voice."""
SWITCH = 4.0
"""What it costs to change the voice without a rest, in the logarithm of likelihood."""
ROUNDS = 2
LEAST_PIECES = 2.0
"""A voice that is heard for less is taken for one of the others."""


def cluster(points: NDArray[np.float64], weights: NDArray[np.float64], rests: NDArray[np.float64]) -> NDArray[np.int64]:
    """The voice of each piece, numbered from 0 without gaps.

    `points` (pieces x measures) are scaled so that a piece of weight 1 strays from its voice's mean by about 1 in each measure;
    `rests` says how long it was quiet before each piece, in pieces. Weights are above 0.
    """
    if not len(points):
        return np.zeros(0, np.int64)
    labels = _clusters(points, weights)
    for _round in range(ROUNDS):
        centres, sizes = _centres(points, weights, labels)
        lasting = sizes >= min(LEAST_PIECES, sizes.max())
        labels = _likeliest_path(points, weights, centres[lasting], SWITCH / (1 + rests))
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _clusters(points: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Clusters of clusters: first among neighbours in time, then over all.

    Where hardly anything is alike, so that more are left than can be compared, the smaller ones go to the nearest of the largest.
    """
    labels = np.zeros(len(points), np.int64)
    for first in range(0, len(points), AT_ONCE):
        chunk = slice(first, first + AT_ONCE)
        labels[chunk] = first + _ward(points[chunk], weights[chunk])
    _names, labels = np.unique(labels, return_inverse=True)
    centres, sizes = _centres(points, weights, labels)
    if len(points) > AT_ONCE:
        largest = np.sort(np.argsort(-sizes, kind="stable")[: 2 * AT_ONCE])
        nearest = _squares(centres, centres[largest]).argmin(axis=1)
        labels = nearest[labels]
        labels = _ward(*_centres(points, weights, labels))[np.unique(labels, return_inverse=True)[1]]
    return labels.astype(np.int64)


def _centres(
    points: NDArray[np.float64], weights: NDArray[np.float64], labels: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weighted mean of each label's points, and the sum of their weights."""
    _names, labels = np.unique(labels, return_inverse=True)
    sizes = np.bincount(labels, weights).astype(np.float64)
    sums = np.zeros((len(sizes), points.shape[1]))
    np.add.at(sums, labels, points * weights[:, None])
    return sums / sizes[:, None], sizes


def _ward(points: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Agglomerative clustering by Ward's distance, with limited weights (Ward, 1963); labels are indices of points."""
    centres, sizes, labels = points.copy(), weights.copy(), np.arange(len(points))
    distances = _squares(centres, centres) * _pair_weight(sizes[:, None], sizes[None])
    np.fill_diagonal(distances, np.inf)
    while True:
        kept, gone = divmod(int(distances.argmin()), len(points))
        if not distances[kept, gone] < MERGE_BELOW:
            return labels
        total = sizes[kept] + sizes[gone]
        centres[kept] = (centres[kept] * sizes[kept] + centres[gone] * sizes[gone]) / total
        sizes[kept] = total
        labels[labels == gone] = kept
        dead = np.isinf(distances[kept])
        new = ((centres - centres[kept]) ** 2).sum(axis=1) * _pair_weight(sizes, total)
        new[dead] = new[gone] = np.inf
        distances[kept] = distances[:, kept] = new
        distances[gone] = distances[:, gone] = np.inf


def _squares(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Squared distances of each to each, without a table of all differences."""
    norms = (some**2).sum(axis=1)[:, None] + (others**2).sum(axis=1)
    squares: NDArray[np.float64] = np.maximum(norms - 2 * some @ others.T, 0)
    return squares


def _pair_weight(one: NDArray[np.float64], other: NDArray[np.float64] | float) -> NDArray[np.float64]:
    weight: NDArray[np.float64] = np.minimum(one * other / (one + other), WEIGHT_AT_MOST)
    return weight


def _likeliest_path(
    points: NDArray[np.float64], weights: NDArray[np.float64], centres: NDArray[np.float64], switch: NDArray[np.float64]
) -> NDArray[np.int64]:
    """The voice of each piece such that likeness is most and changes are few (Viterbi, 1967)."""
    likeness = -0.5 * np.stack([((points - centre) ** 2).sum(axis=1) for centre in centres], axis=1) * weights[:, None]
    stays = np.empty(likeness.shape, bool)
    sources = np.zeros(len(points), np.int64)
    score = likeness[0].copy()
    for piece in range(1, len(points)):
        sources[piece] = score.argmax()
        changed = score[sources[piece]] - switch[piece]
        stays[piece] = score >= changed
        score = np.maximum(score, changed) + likeness[piece]
    path = np.zeros(len(points), np.int64)
    path[-1] = score.argmax()
    for piece in range(len(points) - 1, 0, -1):
        path[piece - 1] = path[piece] if stays[piece, path[piece]] else sources[piece]
    return path
