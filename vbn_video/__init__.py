"""vbn-video: from a raw Zoom recording to a published, captioned video.

Read `pipeline.py` first: it lists the ten steps in their order.
"""

__version__ = "0.1.0"
