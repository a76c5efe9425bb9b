"""Media files whose names and titles are no UTF-8, as programs on a Danish Windows wrote them."""

from fractions import Fraction
from pathlib import Path

import av

TITLE, TRACK, CHAPTER = "Møde på Ærø", "Kamera på bordet", "Første del: løn"


def in_latin_1(media: Path, out: Path) -> Path:
    """The file's pictures and sound as they are, with title, names of tracks and a chapter in Latin-1."""
    stand_ins = {text: "Z" * (len(text) - 1) + str(number) for number, text in enumerate((TITLE, TRACK, CHAPTER))}
    out.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(media)) as source, av.open(str(out), "w") as file:
        tracks = {stream.index: file.add_stream_from_template(stream) for stream in source.streams}
        file.metadata["title"] = stand_ins[TITLE]
        for track in tracks.values():
            track.metadata["handler_name"] = track.metadata["title"] = stand_ins[TRACK]
        title = {"title": stand_ins[CHAPTER]}
        file.set_chapters([{"id": 1, "start": 0, "end": 1000, "time_base": Fraction(1, 1000), "metadata": title}])
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = tracks[packet.stream.index]
                file.mux(packet)
    coded = out.read_bytes()
    for text, stand_in in stand_ins.items():
        assert stand_in.encode() in coded, f"{out.name} holds no {text}"
        coded = coded.replace(stand_in.encode(), text.encode("latin-1"))
    out.write_bytes(coded)
    return out
