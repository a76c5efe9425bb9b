"""All measurements, one after the other."""

from benchmarks import (
    aac_coders,
    compile_captions,
    decide_meeting,
    estimates,
    help_start,
    hour_meeting,
    render,
    republish,
    review_doubts,
    review_minutes,
    review_page,
    review_republish,
    slide_names,
    spoken_language,
    transcribe,
    upload_youtube,
    voices,
)

help_start.main()
compile_captions.main()
decide_meeting.main()
republish.main()
transcribe.main()
spoken_language.main()
slide_names.main()
voices.main()
render.main()
review_doubts.main()
review_page.main()
review_minutes.main()
hour_meeting.main()
review_republish.main()
aac_coders.main()
estimates.main([])
upload_youtube.main()
