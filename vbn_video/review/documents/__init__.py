"""What a person changes in a project: its cut, chapters and meeting, each with a revision, and its publication.

    the browser ─► GET  ─► the file as it stands ──► what the page shows, with the revision that a change must name
                ─► POST ─► body_of ─► held_for_edit (the project's lock; the revision is still the same)
                                       ─► the file written as a person writes it ─► the new document

Every document writes the same file that a person edits by hand: a run sees no difference. The pictures that belong to them
(the recording at a moment, the intro as it will look) are drawn when they are asked for. The captions have a room of their own.
"""
