"""The sentences of the meeting's place: the fields, how each is used, the intro."""

from vbn_video.messages import _


def texts() -> dict[str, str]:
    """By key."""
    return {
        "meeting.intro": _("The intro as it will look"),
        "meeting.intro_alt": _("The intro with the title “{title}”"),
        "meeting.no_intro": _("The preset has no intro."),
        "meeting.published": _(
            "A video is published. Its intro keeps the words that it was made with until the video is replaced; the page takes"
            " the new ones at the next publication."
        ),
        "meeting.not_all_saved": _("Not all is saved: see what stands beside the fields."),
        **_fields(),
        **_rows(),
    }


def _fields() -> dict[str, str]:
    return {
        "meeting.title": _("Title"),
        "meeting.title_how": _("Large on the intro and on top of the page."),
        "meeting.theme": _("Theme"),
        "meeting.theme_how": _("Small above the title; may be empty."),
        "meeting.date": _("Date"),
        "meeting.date_how": _("The day of the meeting."),
        "meeting.speakers": _("Speakers"),
        "meeting.speakers_how": _("One on each line. Only those who stand here come on the intro."),
        "meeting.host": _("Host"),
        "meeting.host_how": _("Who leads the meeting."),
        "meeting.description": _("Description"),
        "meeting.description_how": _("A few lines for the page."),
    }


def _rows() -> dict[str, str]:
    return {
        "meeting.agenda": _("Agenda"),
        "meeting.agenda_how": _("A point with a time becomes a chapter: a time of day (09:15), or since the beginning (+0:15:00)."),
        "meeting.agenda_time": _("Time of point {count}"),
        "meeting.agenda_title": _("Point {count}"),
        "meeting.row_agenda": _("Point {count} of the agenda"),
        "meeting.add_agenda": _("Add a point"),
        "meeting.links": _("Links"),
        "meeting.links_how": _("On the page, below the video: what it is, and its address."),
        "meeting.links_title": _("What link {count} is"),
        "meeting.links_url": _("Address of link {count}"),
        "meeting.row_links": _("Link {count}"),
        "meeting.add_links": _("Add a link"),
    }
