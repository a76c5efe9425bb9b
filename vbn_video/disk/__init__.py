"""Disks, drives, sticks and folders of a cloud: what they refuse, and what they can't do though they are well.

    OSError ──► disk_refusals.py: refusal_of ──► Refusal ──► the sentence of whose place it is: project.py, publish/website/
                                       └───────► None: no disk says that; a fault of ours
    bytes and names ──► flushing.py ──► on the disk, as far as it can tell

One rule for every place that is written to: the project, the media folder, the models.
"""
