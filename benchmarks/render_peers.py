"""The same cut by other programs, as somebody would do it with them: each a command, or moviepy's script when run by itself.

usage: python -m benchmarks.render_peers JOB     moviepy does the job, a file of JSON
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import asdict, dataclass
from pathlib import Path

from vbn_video.render.sound.aac import CODER

LOUDNESS_LUFS, TRUE_PEAK_DBTP, SOUND_BITRATE, CRF = -16, -1, "96k", 23
GAIN = 1.5
"""moviepy can't measure loudness; it is told how much louder."""


@dataclass(frozen=True)
class Job:
    """What is to be made."""

    recording: str
    intro: str
    outro: str
    kept_s: list[list[float]]
    out: str


def ffmpeg(job: Job) -> list[str]:
    """One pass: decode what is kept, lay it between the bumpers, x264 veryfast, loudnorm, AAC."""
    inputs = [["-i", job.intro], *(["-ss", str(a), "-to", str(b), "-i", job.recording] for a, b in job.kept_s), ["-i", job.outro]]
    streams = "".join(f"[{number}:v][{number}:a]" for number in range(len(inputs)))
    loudnorm = f"[a]loudnorm=I={LOUDNESS_LUFS}:TP={TRUE_PEAK_DBTP},aresample=32000[loud]"
    graph = f"{streams}concat=n={len(inputs)}:v=1:a=1[v][a];{loudnorm}"
    pictures = ["-map", "[v]", "-c:v", "libx264", "-preset", "veryfast", "-crf", str(CRF)]
    sound = ["-map", "[loud]", "-c:a", "aac", "-b:a", SOUND_BITRATE]
    words = [word for words in inputs for word in words]
    return [*_program(), *words, "-filter_complex", graph, *pictures, *sound, "-movflags", "+faststart", job.out]


def floor(job: Job) -> list[str]:
    """No cut, no bumper, no loudness: the pictures copied, the sound coded once, by the coder that ours uses too."""
    return [*_program(), "-i", job.recording, "-c:v", "copy", "-c:a", "aac", "-aac_coder", CODER, "-b:a", SOUND_BITRATE, job.out]


def moviepy(job: Job) -> list[str]:
    """moviepy in a process of its own."""
    written = Path(job.out).with_suffix(".json")
    written.write_text(json.dumps(asdict(job)), encoding="utf-8")
    return [sys.executable, "-m", "benchmarks.render_peers", str(written)]


def smartcut(job: Job, folder: Path) -> list[str] | None:
    """smartcut, which copies the sound and knows no bumpers; from an environment in `folder`; None where it can't be had."""
    program = folder / ("Scripts/smartcut.exe" if sys.platform == "win32" else "bin/smartcut")
    if not program.exists():
        venv.create(folder, with_pip=True)
        pip = [program.with_name("python"), "-m", "pip", "install", "--quiet", "smartcut"]
        if subprocess.run(pip, capture_output=True, check=False).returncode:
            return None
    keep = ",".join(str(edge) for span in job.kept_s for edge in span)
    return [str(program), job.recording, job.out, "--keep", keep]


def smartcut_version(folder: Path) -> str:
    """The version that was installed there."""
    names = (path.name for path in folder.glob("**/site-packages/smartcut-*.dist-info"))
    return next(names, "smartcut-?").removesuffix(".dist-info").replace("-", " ")


def _program() -> list[str]:
    import imageio_ffmpeg

    return [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-loglevel", "error", "-y"]


def main(job: Job) -> None:
    """moviepy, as its documentation shows it."""
    from moviepy import VideoFileClip, concatenate_videoclips

    recording = VideoFileClip(job.recording)
    talk = [recording.subclipped(start_s, end_s).with_volume_scaled(GAIN) for start_s, end_s in job.kept_s]
    whole = concatenate_videoclips([VideoFileClip(job.intro), *talk, VideoFileClip(job.outro)])
    whole.write_videofile(job.out, codec="libx264", audio_codec="aac", threads=2, logger=None)


if __name__ == "__main__":
    main(Job(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
