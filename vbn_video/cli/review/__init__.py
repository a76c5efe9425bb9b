"""`vbn-video review`: the page on which a person hears, corrects, decides and publishes.

words typed ─► review_command.py ─► review/serving.py: the server, until the last tab is closed or Ctrl-C
a run that is begun on the page ─► run_child.py, in a process of its own ─► the same pipeline as `vbn-video run`
--install ─► review/icon/: what is written for the desktop or the menu
"""

from vbn_video.cli.review.review_command import command

__all__ = ["command"]
