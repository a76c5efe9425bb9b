"""The rules for the cut, the captions and the chapters: each is named by the fault that it looks for. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from vbn_video.clock import player_time, seconds, typed_time, whole_ms
from vbn_video.decisions import Finding, Side
from vbn_video.messages import _, language_name, ngettext
from vbn_video.plan.captions.check_cues import check_cues
from vbn_video.plan.chapters.chapter_rules import check_chapters
from vbn_video.plan.cut.doubtful_breaks import doubtful_breaks
from vbn_video.plan.cut.trim import NO_SPEECH
from vbn_video.plan.meeting.reason_words import PlaceClock, candidates_in_words, side_in_words, support_in_words
from vbn_video.plan.words.spoken_language import MOSTLY, find_other_languages
from vbn_video.report.finding_texts import finding, in_words, rule_unit
from vbn_video.report.measure.measurements import Interval
from vbn_video.report.report_figures import length, shown_number
from vbn_video.report.rules import case as limits
from vbn_video.report.rules.case import Case

PLACES_NAMED = 5


def no_speech(case: Case) -> Iterator[Finding]:
    """Somebody was heard."""
    if _is_speechless(case):
        sentence = _(
            "Nobody is heard to speak, so all of the recording was kept (confidence 0). Listen whether the right sound was "
            "recorded; set the ends with --start and --end, or publish with --despite-findings."
        )
        yield finding("look", "speech", sentence, at_us=case.talk.start_us, value=0, limit=case.sure)


def other_language(case: Case) -> Iterator[Finding]:
    """What is said is Danish, as the model that makes the captions was told."""
    for other in find_other_languages(case.languages, case.kept_words()):
        places_us = [case.timeline.programme_spans(span.start_us, span.end_us) for span in other.spans]
        share, at_us, limit = round(100 * other.share), places_us[0][0][0], round(100 * MOSTLY)
        words = {"language": language_name(other.code), "measured": share, "places": _stretches(places_us)}
        if other.doubtful:
            sentence = _(
                "What is said sounds like {language} at {places} ({measured} % of the words), which the model can't tell from"
                " Danish for sure. Listen there: captions are made of Danish only."
            )
            yield finding("note", "language", sentence, words, at_us=at_us, value=share, limit=limit)
        elif other.mostly:
            sentence = _(
                "The meeting seems to be held in {language} ({measured} % of the words). Captions are made of Danish only, so "
                "these are not what is said. Listen; if it is so, write captions.da.vtt anew and publish with --despite-findings."
            )
            yield finding("look", "language", sentence, words, at_us=at_us, value=share, limit=limit)
        else:
            sentence = _(
                "Somebody seems to speak {language} at {places} ({measured} % of the words). Captions are made of Danish only:"
                " put them right there in captions.da.vtt."
            )
            yield finding("note", "language", sentence, words, at_us=at_us, value=share, limit=limit)


def _stretches(spans_us: Sequence[Sequence[tuple[int, int]]]) -> str:
    """The first stretches, as a player shows them: `3:10–5:02, 12:40–12:58 …`."""
    named = [f"{player_time(spans[0][0])}–{player_time(spans[-1][1])}" for spans in spans_us[:PLACES_NAMED]]
    return ", ".join(named) + (" …" if len(spans_us) > PLACES_NAMED else "")


def unsure_cuts(case: Case) -> Iterator[Finding]:
    """Where the talk begins, rests and ends is more than a guess."""
    first, last = case.plan.kept[0], case.plan.kept[-1]
    begins = _(
        "Where the meeting begins is not sure (confidence {measured}, limit {allowed}). Chosen is {place} in the recording: "
        "{reason}. The likeliest places are: {candidates}. Watch them, and run again with the option of the right one."
    )
    ends = _(
        "Where the meeting ends is not sure (confidence {measured}, limit {allowed}). Chosen is {place} in the recording: "
        "{reason}. The likeliest places are: {candidates}. Watch them, and run again with the option of the right one."
    )
    yield from _unsure_side(case, first.start_side, (first.start_us, first.start_us), "--start", begins)
    yield from _unsure_breaks(case)
    yield from _unsure_side(case, last.end_side, (last.end_us, last.end_us - 1), "--end", ends)


def _unsure_side(case: Case, side: Side, at_us: tuple[int, int], option: str, sentence: str) -> Iterator[Finding]:
    """`at_us`: where the side is, and the moment beside it that is kept."""
    if side.confidence >= case.sure or side.reason == NO_SPEECH:
        return
    words = {
        "place": player_time(at_us[0]),
        "reason": side_in_words(side, PlaceClock(case.recording)) or in_words(side.reason),
        "candidates": candidates_in_words(side, option),
        "option": f"{option} {typed_time(whole_ms(at_us[0]))}",
        **_confidence(side, case),
    }
    if not side.candidates:
        sentence = _(
            "The cut at {place} in the recording is not sure: {reason} (confidence {measured}, limit {allowed}). Watch it; if it"
            " is right, run again with {option}, else with the right time."
        )
    at = case.timeline.programme_from_recording(at_us[1])
    yield finding("look", "unsure cut", sentence, words, at_us=at, value=side.confidence, limit=case.sure)


def _unsure_breaks(case: Case) -> Iterator[Finding]:
    clock = PlaceClock(case.recording)
    for doubtful in doubtful_breaks(case.plan, case.words, case.sure):
        if doubtful.side.reason == NO_SPEECH:
            continue
        side = doubtful.side
        around = _("around it is said “{words}”").format(words=doubtful.around) if doubtful.around else ""
        why = (in_words(side.reason), support_in_words(side.support, doubtful.start_us, clock), around)
        sentence = _(
            "Whether {start}-{end} in the recording is a break is not sure (confidence {measured}, limit {allowed}): {reason}. It"
            " is cut out. Watch it, and run again with {cut} if it is one, or with {keep} to keep it."
        )
        words = {
            "start": player_time(doubtful.start_us),
            "end": player_time(doubtful.end_us),
            "reason": "; ".join(filter(None, why)),
            "cut": doubtful.cut_option,
            "keep": doubtful.keep_option,
            **_confidence(side, case),
        }
        at = case.timeline.programme_from_recording(doubtful.end_us)
        yield finding("look", "unsure cut", sentence, words, at_us=at, value=side.confidence, limit=case.sure)


def _confidence(side: Side, case: Case) -> dict[str, str]:
    return {"measured": shown_number(side.confidence, 2), "allowed": shown_number(case.sure, 2)}


def missing_captions(case: Case) -> Iterator[Finding]:
    """What is said can be read."""
    for problem in case.captions.problems:
        sentence = _("captions.da.vtt, line {line}: {problem}")
        yield finding("look", "caption file", sentence, {"line": problem.line, "problem": problem.sentence})
    heard = case.heard()
    if not case.captions.cues:
        if heard:
            sentence = _(
                "Words were heard ({measured}), but there is not one caption. Write captions.da.vtt, or delete it and run again."
            )
            yield finding("look", "no caption", sentence, {"measured": len(heard)}, value=0, limit=1)
        elif not _is_speechless(case):
            sentence = _(
                "There is not one caption, as no word was heard. Listen: if somebody speaks, choose a better captions.model."
            )
            yield finding("look", "no caption", sentence, value=0, limit=1)
        return
    bare = max(_without_caption(heard, case), key=lambda run: run.duration_us, default=Interval(0, 0))
    if bare.duration_us >= limits.UNCAPTIONED_US:
        sentence = _(
            "Words are heard for {measured} from {place} without a caption (limit {allowed}). Look at captions.da.vtt there."
        )
        words = {
            "measured": length(bare.duration_us),
            "place": player_time(bare.start_us),
            "allowed": length(limits.UNCAPTIONED_US),
        }
        value, limit = seconds(bare.duration_us), seconds(limits.UNCAPTIONED_US)
        yield finding("note", "no caption", sentence, words, at_us=bare.start_us, value=value, limit=limit)


def _without_caption(heard: Sequence[Interval], case: Case) -> Iterator[Interval]:
    """The intervals in which word follows word and no caption stands over them."""
    cues = sorted(case.captions.cues, key=lambda cue: cue.start_us)
    run: Interval | None = None
    at = 0
    for word in heard:
        while at < len(cues) and cues[at].end_us <= word.start_us:
            at += 1
        covered = at < len(cues) and cues[at].start_us < word.end_us
        if run and (covered or word.start_us - run.end_us > limits.UNCAPTIONED_PAUSE_US):
            yield run
            run = None
        if not covered:
            run = Interval(run.start_us if run else word.start_us, word.end_us)
    if run:
        yield run


def misplaced_captions(case: Case) -> Iterator[Finding]:
    """Every caption stands inside the video, alone, and says something."""
    cues, end_us = sorted(case.captions.cues, key=lambda cue: (cue.start_us, cue.end_us)), case.measurements.duration_us
    for cue in cues:
        if cue.start_us < 0 or cue.end_us > end_us + case.length_limit_us:
            sentence = _("The caption at {place} stands outside the video (limit {allowed}). Mend its times in captions.da.vtt.")
            words = {"place": player_time(max(cue.start_us, 0)), "allowed": player_time(end_us)}
            yield finding(
                "look", "caption outside", sentence, words, at_us=cue.start_us, value=seconds(cue.end_us), limit=seconds(end_us)
            )
        if cue.start_us >= cue.end_us or not "".join(cue.lines).strip():
            sentence = _("The caption at {place} is empty. Write what is said there, or take it out of captions.da.vtt.")
            yield finding("look", "empty caption", sentence, {"place": player_time(cue.start_us)}, at_us=cue.start_us)
    for before, after in pairwise(cues):
        if after.start_us < before.end_us:
            sentence = _("Two captions stand on the screen together from {place} for {measured} (limit 0). Mend captions.da.vtt.")
            together_us = min(before.end_us, after.end_us) - after.start_us
            words = {"place": player_time(after.start_us), "measured": length(together_us, 2)}
            yield finding("look", "overlap", sentence, words, at_us=after.start_us, value=seconds(together_us), limit=0)


def caption_violations(case: Case) -> Iterator[Finding]:
    """The caption profile: one finding a rule; the report's table names every place."""
    violations = sorted(check_cues(case.captions.cues, case.profile), key=lambda violation: (violation.rule, violation.start_us))
    for rule, group in groupby(violations, key=lambda violation: violation.rule):
        broken = list(group)
        worst = max(broken, key=lambda violation: abs(violation.value - violation.limit))
        sentence = ngettext(
            "{count} caption breaks the rule “{rule}”: at {place} with {measured} (limit {allowed}{unit}).",
            "{count} captions break the rule “{rule}”, the worst at {place} with {measured} (limit {allowed}{unit}).",
            len(broken),
        )
        words = {
            "rule": in_words(rule),
            "count": len(broken),
            "place": player_time(worst.start_us),
            "measured": shown_number(worst.value, 2),
            "allowed": shown_number(worst.limit, 2),
            "unit": rule_unit(rule),
        }
        yield finding("note", "caption offence", sentence, words, at_us=worst.start_us, value=worst.value, limit=worst.limit)


def doubtful_words(case: Case) -> Iterator[Finding]:
    """Words that may be others: the text stands as it was heard, and a person knows better."""
    if proposals := [kept for kept in case.changes() if not kept.change.certain]:
        first = proposals[0]
        sentence = ngettext(
            "In {count} place the captions may need another word, at {place}: “{before}”, maybe “{after}”. "
            "It is listed in the report.",
            "In {count} places the captions may need another word, the first at {place}: “{before}”, maybe "
            "“{after}”. They are listed in the report.",
            len(proposals),
        )
        words = {
            "count": len(proposals),
            "place": player_time(first.at_us),
            "before": first.change.before,
            "after": first.change.after,
        }
        yield finding("note", "caption doubt", sentence, words, at_us=first.at_us, value=len(proposals), limit=0)


def broken_chapter_rules(case: Case) -> Iterator[Finding]:
    """The platforms' rules for chapters; a video without chapters breaks none."""
    if case.chapters:
        for sentence in check_chapters(case.chapters, case.plan.duration_us):
            yield Finding("note", "chapters", sentence)


def missing_text_tracks(case: Case) -> Iterator[Finding]:
    """Who downloads the video has its captions and chapters."""
    container, planned = case.measurements.container, len(case.chapters)
    if container.chapters != planned:
        sentence = _("Chapters in the video file: {measured}, in chapters.vtt: {allowed}. Delete video.mp4 and run again.")
        words = {"measured": container.chapters, "allowed": planned}
        yield finding("note", "chapters inside", sentence, words, value=container.chapters, limit=planned)
    if case.captions.cues and not container.subtitles:
        sentence = _("The video file holds no subtitle track. Delete video.mp4 and run again.")
        yield finding("note", "captions inside", sentence, value=0, limit=1)


def _is_speechless(case: Case) -> bool:
    return any(NO_SPEECH in (span.start_side.reason, span.end_side.reason) for span in case.plan.kept)
