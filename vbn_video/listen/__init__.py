"""Evidence from the sound: how loud it is, where somebody speaks, and who.

    channels ──single_channels──► plan/sound/channel_mix ──► how they are mixed ──► mix.json
    recording's sound, so mixed ──measure──► recording/sound/loudness_meter ──► Levels ──levels──► levels.npz
                          ├──────► speech_spans ────► speech spans
                          └──────► sound_frames ─┬─voice_clusters──► voices
                                                 └─sound_scene──► music, applause
    Zoom's transcript │ participant_tracks │ active speakers ──diarization──► Speakers ──voices──► Voices

Of the three that tell who spoke, the best that there is is taken; where there is none, voices are told apart by their sound. All
of it is on the recording's clock.
"""
