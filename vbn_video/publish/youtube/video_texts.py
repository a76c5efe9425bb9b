"""The texts of a video on YouTube and who can see it, brought to what they should be without losing what a person did there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from vbn_video.codec import to_json
from vbn_video.events import Notice
from vbn_video.messages import _
from vbn_video.publish.ledger import Entry, Mark
from vbn_video.publish.youtube.api import RefusedError
from vbn_video.publish.youtube.merge import Merged, merge
from vbn_video.publish.youtube.metadata import Metadata, as_fact, merged_resource, of_fact, of_resource, stands
from vbn_video.publish.youtube.place import Place
from vbn_video.publish.youtube.tries import Tries

Video = Mapping[str, Any]
CHANGED_MEANWHILE = 412


def send_texts(place: Place, entry: Entry, video: Video, now: Metadata) -> tuple[Entry, Metadata, bool]:
    """Let the video say what we say now, but keep what a person changed on YouTube and we did not.

    Returns the entry, what the video says in the end, and whether anything was sent.

    Raises:
        TargetError: YouTube refused, or can't be reached.
    """
    before = of_fact(entry.facts.get("metadata"))
    sha256 = hashlib.sha256(to_json(Metadata, now).encode()).hexdigest()
    mark = entry.marks.get("description")

    def announce() -> None:
        place.put_mark(entry, "description", Mark(sha256, mark.done if mark else ""))

    merged, sent = bring(place, entry, video, lambda theirs: merge(before, theirs, now), announce)
    if merged.kept:
        sentence = _("On YouTube somebody has changed {fields}; that is kept.")
        place.tell(Notice(sentence.format(fields=", ".join(merged.kept))))
    shown = {"privacy": merged.metadata.privacy, "embeddable": merged.metadata.embeddable}
    facts = {"metadata": as_fact(now), "shown": shown}
    return place.put_mark(entry, "description", Mark(sha256, sha256), facts), merged.metadata, sent


def bring(
    place: Place, entry: Entry, video: Video, decide: Callable[[Metadata], Merged], announce: Callable[[], None]
) -> tuple[Merged, bool]:
    """Bring the video to what `decide` makes of what it says now; decided anew if somebody changes it meanwhile.

    Returns what it says then, and whether anything was sent; `announce` is called before that.

    Raises:
        TargetError: YouTube refused, or can't be reached.
    """
    marker, tries = place.marker(entry.content), Tries(place.clock)
    while True:
        merged = decide(of_resource(video, marker))
        if stands(video, merged.metadata, marker):
            return merged, False
        announce()
        try:
            place.api.update_video(merged_resource(video, merged.metadata, marker), video["etag"])
        except RefusedError as error:
            if error.refused.status != CHANGED_MEANWHILE:
                raise
            tries.again(str(error))
            video = place.api.video(entry.id) or video
        else:
            return merged, True
