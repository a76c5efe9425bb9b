"""What a run is going to take: bytes on the disk before it begins, time while it is at work.

the recording, what is cut ─► estimate.py ─► bytes ─► room.py ─► refused where a disk has too little
a step's progress ──────────► time_left.py ─► seconds until it is done
"""
