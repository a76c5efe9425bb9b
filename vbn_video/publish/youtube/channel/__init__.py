"""The channel that a project publishes to, and what the ledger remembers of it.

    login, ledger ──session.py──► `ChannelSession`: the api, the channel, the project's entries on it

`video_facts.py` names every fact that an entry holds of its video. Each video of ours carries two tags (`texts/our_tags.py`), by
which it is found on the channel though the ledger is gone.
"""
