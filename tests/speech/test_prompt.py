from vbn_video.settings.glossary import Glossary, GlossaryEntry
from vbn_video.settings.meeting import AgendaItem, Link, Meeting
from vbn_video.speech.prompt import MOST_LETTERS, compose_prompt

NOTHING = Glossary(())


def test_the_meetings_own_names_stand_first_each_once():
    meeting = Meeting(
        title="Besøg hos Fjordens Bageri",
        theme="Den vanskelige samtale",
        speakers=("Anne Holm, direktør",),
        host="Bo Krog",
        agenda=(AgendaItem(title="Anne Holm om Djursland"),),
        links=(Link(title="Erhvervshus Midtjylland", url="https://eksempel.dk"),),
    )
    told = compose_prompt(meeting, Glossary((GlossaryEntry("Grenaa"), GlossaryEntry("Djursland"))))
    assert told.startswith("Anne Holm, Bo Krog, ") and told.endswith("Grenaa.")
    assert told.count("Djursland") == 1 and "Den vanskelige samtale" in told and "Erhvervshus Midtjylland" in told


def test_a_long_word_list_is_cut_at_a_word():
    told = compose_prompt(Meeting(), Glossary(tuple(GlossaryEntry(f"Stednavn{number}") for number in range(100))))
    assert len(told) <= MOST_LETTERS and told.endswith(".") and told.removesuffix(".").split(", ")[-1].startswith("Stednavn")


def test_where_nothing_is_known_nothing_is_told():
    assert compose_prompt(Meeting(), NOTHING) == ""
