"""All measurements, one after the other."""

from benchmarks import compile_captions, help_start, render, republish, transcribe, upload_youtube

help_start.main()
compile_captions.main()
republish.main()
transcribe.main()
render.main()
upload_youtube.main()
