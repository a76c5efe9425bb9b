"""The cut as an OpenTimelineIO file (extra `otio`): an editor goes on with it in Kdenlive or Resolve, and comes back.

    EditPlan, chapters ─► otio_writer.py ─► FILE.otio ─► an editing program ─► FILE.otio ─► otio_reader.py ─► EditPlan
                                                                                               └─► what can't be taken, one by one

The picture track has a clip for each kept span, the sound track gaps where it is silenced, and chapters are markers. What no
editing program knows (sides, cards, exact times, bumpers) stands in each object's metadata under `vbn-video`; it is believed as
long as the clip is where we put it. `otio_package.py` is the one door to opentimelineio.
"""
