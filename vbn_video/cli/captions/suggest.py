"""`vbn-video captions suggest`: entries for a glossary, learnt from what editors corrected in a project's captions."""

from pathlib import Path

import click

from vbn_video.cli.options.shared_options import json_option, project_options
from vbn_video.cli.terminal.printing import answer, print_document, say
from vbn_video.messages import _, ngettext


@click.command(
    "suggest",
    help=_(
        "Suggest entries for a glossary, learnt from what editors corrected in a project's captions.\n\n"
        "PROJECT is a project folder or its recording. The entries are on standard output, as TOML to paste into a glossary file."
    ),
)
@project_options
@json_option
def suggest(project: Path, workspace: Path | None, as_json: bool) -> None:
    """Compare what was heard with what stands there now."""
    from vbn_video.plan.danish.corrections import as_toml, suggest_entries
    from vbn_video.runs.heard_captions import heard_and_edited
    from vbn_video.runs.projects import existing_project

    found = existing_project(project, workspace)
    suggestions = suggest_entries(*heard_and_edited(found))
    if as_json:
        entries = [{"heard": one.heard, "right": one.right, "times": one.times} for one in suggestions]
        print_document({"project": str(found.folder), "suggestions": entries})
        return
    if suggestions:
        answer(as_toml(suggestions).rstrip("\n"))
    say(
        ngettext("{count} suggestion from {path}", "{count} suggestions from {path}", len(suggestions)).format(
            count=len(suggestions), path=found.folder
        )
    )
