"""look: find when another slide, screen or scene comes up."""

from vbn_video.codec import to_json
from vbn_video.events import Emit, Found
from vbn_video.evidence import Recording, Slide
from vbn_video.look.slides import find_slides
from vbn_video.messages import ngettext
from vbn_video.project import read_value
from vbn_video.recording.packets import load_packets
from vbn_video.steps.step import Inputs, Outcome, Step


def run(inputs: Inputs, emit: Emit) -> Outcome:
    """Reads the recording, finds its slide changes, writes and counts them."""
    recording = read_value(inputs.files["recording.json"], Recording)
    slides = find_slides(recording, load_packets(inputs.files["packets.npz"]), inputs.root, emit)
    inputs.out["slides.json"].write_text(to_json(tuple[Slide, ...], slides), encoding="utf-8")
    emit(Found(ngettext("{count} slide", "{count} slides", len(slides)).format(count=len(slides))))
    return Outcome()


STEP = Step("look", version=1, reads=("recording.json", "packets.npz"), writes=("slides.json",), run=run)
