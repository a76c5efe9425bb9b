"""Every word that stands on the report page, in the person's language; the template names them, `say.captions`."""

from vbn_video.messages import _, ngettext


def page_words(captions: int) -> dict[str, str]:
    """The page's words by the template's names for them, for so many captions; those with `{fields}` are filled there."""
    return {
        "because": _("Because"),
        "captions": _("Captions"),
        "changes": _("Where the captions say otherwise than was heard"),
        "changes_hint": _(
            "Proposals stand first: there the text is as it was heard, and you decide. Correct it in captions.da.vtt, or put "
            "the word into a word list."
        ),
        "chapters": _("Chapters"),
        "confidence": _("Confidence"),
        "doubtful": _("Where the cut is not sure"),
        "doubtful_hint": _("The likeliest places and answers. Run again with the option that stands at the right one."),
        "joins": _("Every join"),
        "begins": _("From"),
        "pictures_made": _("How the pictures came to be"),
        "heard": _("Heard"),
        "how": _("How"),
        "place": _("In the video"),
        "left_out": _("(left out)"),
        "listen": _("Hear the recording there"),
        "length": _("Length"),
        "limit": _("Limit"),
        "maybe": _("maybe {text}"),
        "measures": _("Measured on the finished file"),
        "measured": _("Measured"),
        "no_violation": _("None breaks the norm."),
        "none": _("None."),
        "nothing": _("Nothing needs a person: the video may be published."),
        "pictures": _("Pictures"),
        "page_title": _("Report: {title}"),
        "rule": _("Rule"),
        "joins_hint": _("The pictures on both sides. Open a time to watch that place in the video."),
        "looks_hint": _(
            "The video is not published before these are mended. A cut that is right is confirmed by its own option, all else"
            " that is right by --despite-findings."
        ),
        "chapter": _("Title"),
        "origin": _("Where it comes from"),
        "ends": _("To"),
        "verdict": _("Verdict"),
        "looks": _("What a person must look at ({count})"),
        "text": _("What stands there"),
        "kept": _("What was kept, and why"),
        "what": _("What"),
        "written": _("Written"),
        "notes": _("Worth knowing ({count})"),
        "in_order": _("in order"),
        "look": _("look"),
        "note": _("note"),
        "header": _("report of the check"),
        "captions_hint": ngettext(
            "{count} caption after the norm {profile}, heard by {engine} with the model {model}.",
            "{count} captions after the norm {profile}, heard by {engine} with the model {model}.",
            captions,
        ),
        "no_captions_hint": ngettext(
            "{count} caption after the norm {profile}; nobody was heard to speak.",
            "{count} captions after the norm {profile}; nobody was heard to speak.",
            captions,
        ),
        "kept_hint": _(
            "{kept} of the recording, with an intro of {intro} and an outro of {outro}. A confidence under "
            "{limit} wants a look. To cut otherwise: --start, --end, or edit.json."
        ),
        "still": _("The picture at {place}, {caption}: {title}"),
    }
