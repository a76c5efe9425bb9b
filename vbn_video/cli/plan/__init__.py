"""`vbn-video plan`: a project's cut, shown as a bar, changed, exchanged with an editing program, and undone.

    show_cut.py    edit.json, slides, chapters ──► cut_bar.py ──► the bar, a line a span, the places that were doubtful
    set_cut.py     what is typed ──► runs/cut_by_hand.py ──► edit.json, as a person edits it; what lies inside speech is said
    export_cut.py  edit.json ──► runs/otio/ ──► FILE.otio, which `plan set --edit` takes back
    reset_cut.py   the person's cut is forgotten

`cut_lines.py` has the project that is meant, and the lines and JSON values that the commands share.
"""

from vbn_video.cli.mistyped import CommandGroup
from vbn_video.cli.plan.export_cut import export
from vbn_video.cli.plan.reset_cut import reset
from vbn_video.cli.plan.set_cut import set_
from vbn_video.cli.plan.show_cut import show
from vbn_video.messages import _

command = CommandGroup("plan", commands=[show, set_, export, reset], help=_("Show, change and undo what is cut."))
