"""What a glossary's entries are found by."""

from vbn_video.plan.danish.glossary_index import GlossaryIndex
from vbn_video.settings.glossary import Glossary, GlossaryEntry


def test_of_two_entries_with_one_word_both_are_listened_to() -> None:
    both = GlossaryIndex(Glossary((GlossaryEntry("Rønde", ("runde",)), GlossaryEntry("Rønde", ("rønte",)))))
    assert {text: entry.right for text, entry in both.heard.items()} == dict.fromkeys(("rønde", "runde", "rønte"), "Rønde")
