"""A plan that quotes nothing of what it cuts: for projects in which that is forgotten."""

from dataclasses import replace

from vbn_video.decisions import EditPlan, Side


def without_cut_texts(plan: EditPlan) -> EditPlan:
    """The plan without the words around the places where a side could be, and those that spoke for it where it is cut."""

    def is_kept(at_us: int) -> bool:
        return any(span.start_us <= at_us < span.end_us for span in plan.kept)

    def quiet(side: Side) -> Side:
        support = tuple(each if is_kept(each.at_us) else replace(each, text="") for each in side.support)
        candidates = tuple(
            replace(
                place, words="", support=tuple(each if is_kept(each.at_us) else replace(each, text="") for each in place.support)
            )
            for place in side.candidates
        )
        return replace(side, support=support, candidates=candidates)

    kept = tuple(replace(span, start_side=quiet(span.start_side), end_side=quiet(span.end_side)) for span in plan.kept)
    return replace(plan, kept=kept)
