"""`vbn-video captions`: any file of captions held against a profile, and repaired; and what editors' corrections teach.

    check.py    FILE ──► plan/captions/check_cues.py ──► a line for each rule that is broken
    fix.py      FILE ──► plan/captions/repair.py ──► FILE.fixed.vtt, and a line for each place that is otherwise
    suggest.py  PROJECT ──► runs/heard_captions.py ──► plan/danish/corrections.py ──► entries for a glossary, as TOML

`caption_lines.py` reads the file and has the lines and JSON values that check and fix share.
"""

from vbn_video.cli.captions.check import check
from vbn_video.cli.captions.fix import fix
from vbn_video.cli.captions.suggest import suggest
from vbn_video.cli.mistyped import CommandGroup
from vbn_video.messages import _

command = CommandGroup("captions", commands=[check, fix, suggest], help=_("Check and mend captions, and learn from corrections."))
