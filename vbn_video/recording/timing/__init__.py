"""When the frames and the sound of a recorded file are presented, as far as packets alone do not say it.

the index of an MP4 or MOV ──edit_lists──► what each track presents, and when
the times of the frames ─────frame_rate──► how many a second, and whether that is fixed
"""
