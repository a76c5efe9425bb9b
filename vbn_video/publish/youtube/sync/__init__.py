"""The channel brought to show what the project holds, whatever an earlier run left there.

    video_choice.py ──► target_metadata.py ──► upload/ ──► rivals.py ──► side_acts.py ──► metadata_update.py ──► processing.py
    which video          what it is to say               the only one?    captions, …    texts, who can see it   what is shown

`publication_sync.py` calls them in this order; `withdrawal.py` takes a video down; `login_status.py` shows how a login stands.
"""
