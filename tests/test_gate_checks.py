"""The gate's plain checks on sentences of our own: what is said otherwise passes, what is said wrongly does not."""

from __future__ import annotations

import pytest

from assistant.gate_checks import faults
from assistant.gate_roles import crossed
from assistant.gate_unit import Tongue, Unit
from assistant.gate_words import load_words

SCARCE = "Onderzoek naar de wisselwerking tussen regen en compost blijft, zeker in kleine tuinen, zeer schaars."
APART = "De tuincoach krijgt tijd en gereedschap en zijn rol moet gescheiden blijven van formele keuring om rust te bewaren."
MEDIATED = "Effecten van schaduw op de oogst werden gemedieerd door een gebrek aan water en mest."
LEAD = "Losse HR-initiatieven kunnen de tuinploeg helpen."
FEEDS = "Te weinig regen kan het vertrouwen van de ploeg ondermijnen, wat uitval in de hand werkt."


@pytest.fixture(scope="module")
def tongue():
    return Tongue(load_words())


def fault(statement, source, tongue):
    found = faults(statement, "nl", Unit(source, "nl"), tongue)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        (
            SCARCE,
            "Naar de wisselwerking tussen regen en compost is nog weinig onderzoek gedaan, zeker in kleine tuinen.",
        ),
        (
            APART,
            "De tuincoach krijgt tijd en gereedschap, en zijn rol blijft los van formele keuring zodat er rust is.",
        ),
        (MEDIATED, "Wat schaduw met de oogst kan doen, werd gemedieerd door een gebrek aan water."),
        (LEAD, "Losse HR-maatregelen kunnen de tuinploeg helpen."),
        (FEEDS, "Te weinig regen kan het vertrouwen van de ploeg doen wankelen, en dat bevordert uitval."),
    ],
    ids=["scarce", "apart", "mediated", "compound", "promotes"],
)
def test_the_same_in_other_words_has_no_fault(source, statement, tongue):
    assert fault(statement, source, tongue) is None


@pytest.mark.parametrize(
    ("source", "statement", "reason"),
    [
        (SCARCE, "Naar de wisselwerking tussen regen en compost is nooit onderzoek gedaan.", "negated"),
        ("Er is veel onderzoek naar compost, weinig naar mest.", "Er is weinig onderzoek naar compost.", "negated"),
        (APART, "De tuincoach krijgt tijd en gereedschap en doet ook de formele keuring.", "without the negation"),
        (APART, "De rol van de tuincoach hoeft niet gescheiden te blijven van formele keuring.", "negated"),
        (MEDIATED, "Effecten van een gebrek aan water op de oogst werden gemedieerd door schaduw.", "mediator"),
        (LEAD, "Losse EHBO-maatregelen kunnen de tuinploeg helpen.", "EHBO"),
        (FEEDS, "Te weinig regen kan uitval belemmeren.", "opposite"),
        ("Zeker ook kleine tuinen krijgen water.", "Kleine tuinen krijgen altijd water.", "always"),
    ],
    ids=["never", "plenty", "joined", "not-apart", "mediator", "name", "hinders", "always"],
)
def test_what_is_said_wrongly_has_its_reason(source, statement, reason, tongue):
    assert reason in (fault(statement, source, tongue) or "")


def test_a_clause_that_opens_inside_a_sentence_is_read_for_who_brings_about_what(tongue):
    source = Unit("Dat hangt samen met de mate waarin er toezicht is dat de groei van planten ondersteunt.", "nl")
    assert crossed("De groei van planten ondersteunt het toezicht.", "nl", source, tongue) > 0.1
    assert crossed("Toezicht ondersteunt de groei van planten.", "nl", source, tongue) == 0.0


@pytest.mark.parametrize("opening", ["Dat compost de groei verbetert, is bekend.", "Wat de groei ondersteunt."])
def test_a_sentence_that_opens_with_such_a_clause_is_read_too(opening, tongue):
    assert crossed(opening, "nl", Unit("Compost verbetert de groei, die de oogst ondersteunt.", "nl"), tongue) == 0.0
