"""`--dry-run`: what a run would do now, without doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vbn_video.cli.terminal.printing import print_document, say
from vbn_video.cli.terminal.progress_display import NAME_WIDTH
from vbn_video.messages import _
from vbn_video.settings.choices import WEBSITE, YOUTUBE

if TYPE_CHECKING:
    from vbn_video.runs.request import RunRequest


def show_plan(request: RunRequest, as_json: bool) -> None:
    """One line a step: whether it would be run; then where it would be published."""
    from vbn_video.pipeline import steps_due, steps_until

    project, due = steps_due(request)
    targets = request.targets if request.until == "publish" else ()
    known = {WEBSITE: request.preset.website.media_dir, YOUTUBE: request.preset.youtube.channel or None}
    places = [{"target": target, "place": known[target]} for target in targets]
    for name in steps_until(request.until):
        say(f"{name:<{NAME_WIDTH}}{_('would be run') if name in due else _('unchanged')}")
    for place in places:
        sentence = _("It would be published to {target}: {place}") if place["place"] else _("It would be published to {target}.")
        say(sentence.format(**place))
    say(_("Nothing was changed. The project: {project}").format(project=project.folder))
    if as_json:
        steps = [{"name": name, "would_run": name in due} for name in steps_until(request.until)]
        print_document({"project": str(project.folder), "steps": steps, "publications": places})
