"""How the recording's channels are mixed, and how loud the programme is.

powers of the channels, speech in each ─► channel_mix.py: signs turned, one channel alone ─► ChannelMix ─► mix_notices.py

levels of the recording, kept spans ─► loudness.py: loudness by BS.1770-4 ─► gain.py: one gain, and the limiter's curve
                                                                                 ─► SoundPlan, carried out by render/sound/
"""
