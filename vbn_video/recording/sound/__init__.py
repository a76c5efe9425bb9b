"""The sound of a recording: decoded, mixed, resampled and laid on the recording's clock; and how loud it is.

    decoded frames ──frames.py──► longer ones ──channels.py──► planes (channels x samples) ──samples.py──► blocks
    blocks ──loudness_meter.py──► Levels

`samples.py` gives the whole in order (`read_sound`), or any span of it (`RecordingSound`): the same samples either way.
A `ChannelMix` says where channels are not mixed as they are; `read_channels` gives them unmixed.
"""
