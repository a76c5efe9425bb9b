"""All measurements, one after the other."""

from benchmarks import help_start, republish, upload_youtube

help_start.main()
republish.main()
upload_youtube.main()
