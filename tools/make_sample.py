"""Make the sample recording: a Zoom folder with a small Danish meeting, and `truth.json`, which says what is in it.

    python tools/make_sample.py sample

What is said and shown stands in `tools/sample.toml`. The sound needs what `tools/danish_voice.py` names, the picture `av` and
`pillow`, which vbn-video itself needs. The result is kept in git: nobody has to run this to use or test the program.
"""

from __future__ import annotations

import json
import sys
import tomllib
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from danish_voice import VOICE_RATE_HZ, DanishVoice
from numpy.typing import NDArray
from sample_pictures import Moment, Stage
from sample_recording import SOUND_RATE_HZ, write_sound, write_video

FADE_S = 0.01
AFTER_S = 0.8
ROOM_NOISE = 4e-4  # what a microphone hears of an empty room: about -68 dBFS


def only_the_voice(spoken: NDArray[np.float32]) -> NDArray[np.float32]:
    """The voice from the first to the last 10 ms within 36 dB of its loudest, faded in and out, at the recording's rate."""
    hop = VOICE_RATE_HZ // 100
    levels = np.sqrt(np.mean(spoken[: len(spoken) // hop * hop].reshape(-1, hop) ** 2, axis=1))
    loud = np.flatnonzero(levels > levels.max() * 10 ** (-36 / 20))
    voice = spoken[loud[0] * hop : (loud[-1] + 1) * hop]
    wanted = np.arange(round(len(voice) / VOICE_RATE_HZ * SOUND_RATE_HZ)) * (VOICE_RATE_HZ / SOUND_RATE_HZ)
    voice = np.interp(wanted, np.arange(len(voice)), voice).astype(np.float32)
    voice *= 10 ** (-20 / 20) / np.sqrt(np.mean(voice**2))
    fade = np.linspace(0, 1, round(FADE_S * SOUND_RATE_HZ), dtype=np.float32)
    voice[: len(fade)] *= fade
    voice[-len(fade) :] *= fade[::-1]
    return voice


def speak(script: dict[str, Any]) -> tuple[NDArray[np.float32], list[dict[str, Any]]]:
    """The whole sound, mono, and each utterance as it stands in `truth.json` (seconds of the recording)."""
    voice = DanishVoice()
    duration_s = script["duration_s"]
    sound = np.random.default_rng(1).normal(0, ROOM_NOISE, round(duration_s * SOUND_RATE_HZ)).astype(np.float32)
    said, now_s = [], 0.0
    for line in script["line"]:
        speaker = script["speaker"][line["who"]]
        spoken = only_the_voice(
            voice.say(line["phonemes"], line.get("voice", speaker["voice"]), line.get("speed", speaker["speed"]))
        )
        spoken *= 10 ** (line.get("gain_db", 0) / 20)
        first = round((now_s + line["rest_s"]) * SOUND_RATE_HZ)
        sound[first : first + len(spoken)] += spoken
        now_s = (first + len(spoken)) / SOUND_RATE_HZ
        said.append(
            {
                "start": round(first / SOUND_RATE_HZ, 3),
                "end": round(now_s, 3),
                "who": speaker["name"],
                "part": line["part"],
                "text": line["text"],
            }
        )
    return np.clip(sound, -1, 1), said


def shown_s(slide: dict[str, Any], said: list[dict[str, Any]]) -> float:
    """When a slide comes up: with its line, or a little after that has been said."""
    line = said[slide["line"]]
    if slide.get("after"):
        return round(line["end"] + AFTER_S, 3)
    return float(line["start"]) if slide["line"] else 0.0


def write_sidecars(folder: Path, script: dict[str, Any], began: datetime, video: str, audio: str) -> None:
    """The chat with times of day, and the file in which Zoom notes that it has finished converting."""
    lines = (
        f"{began + timedelta(seconds=item['at_s']):%H:%M:%S} Fra {item['who']} til Alle:\n\t{item['text']}\n"
        for item in script["chat"]
    )
    (folder / "meeting_saved_chat.txt").write_text("".join(lines), encoding="utf-8", newline="\n")
    items = {"items": [{"audio": audio, "video": video, "process": 100}]}
    (folder / "recording.conf").write_text(json.dumps(items, indent=2) + "\n", encoding="utf-8", newline="\n")


def main(out: Path) -> None:
    """Write the recording's folder and `truth.json` into `out`."""
    script = tomllib.loads(Path(__file__).with_name("sample.toml").read_text(encoding="utf-8"))
    folder = out / script["folder"]
    folder.mkdir(parents=True, exist_ok=True)
    sound, said = speak(script)
    slides = [{"start": shown_s(slide, said), **slide} for slide in script["slide"]]
    stage = Stage([Moment(slide["start"], slide["title"], tuple(slide["points"])) for slide in slides], script["speaker"], said)
    video, audio = f"video{script['number']}.mp4", f"audio{script['number']}.m4a"
    write_video(folder / video, stage, sound)
    write_sound(folder / audio, sound)
    write_sidecars(folder, script, datetime.fromisoformat(script["began"]), video, audio)
    meeting = [line for line in said if line["part"] == "meeting"]
    before, after = max(pairwise(meeting), key=lambda pair: pair[1]["start"] - pair[0]["end"])
    truth = {
        "duration": script["duration_s"],
        "start": meeting[0]["start"],
        "end": meeting[-1]["end"],
        "break": [before["end"], after["start"]],
        "slides": [{"start": slide["start"], "title": slide["title"].replace("\n", " ")} for slide in slides],
        "speech": said,
    }
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
