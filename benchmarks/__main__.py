"""All measurements, one after the other."""

from benchmarks import help_start, render, republish, upload_youtube

help_start.main()
republish.main()
render.main()
upload_youtube.main()
