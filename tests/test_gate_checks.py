"""The gate's plain checks on sentences of our own: what is said otherwise passes, what is said wrongly does not."""

from __future__ import annotations

import pytest

from assistant.gate_actors import acts
from assistant.gate_checks import faults
from assistant.gate_roles import crossed, sides
from assistant.gate_unit import Tongue, Unit
from assistant.gate_words import load_words

SCARCE = "Onderzoek naar de wisselwerking tussen regen en compost blijft, zeker in kleine tuinen, zeer schaars."
APART = "De tuincoach krijgt tijd en gereedschap en zijn rol moet gescheiden blijven van formele keuring om rust te bewaren."
MEDIATED = "Effecten van schaduw op de oogst werden gemedieerd door een gebrek aan water en mest."
LEAD = "Losse HR-initiatieven kunnen de tuinploeg helpen."
INITIATIVE = "Bij tuinieren op maat nemen de werknemers zelf het initiatief; de leidinggevende geeft ruimte."
HEDGED = "De vraag naar compost correleert met de oogst in Vlaanderen."
MODEL = "Volgens het AMO-model groeit de ploeg door oefenen."
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
        (INITIATIVE, "De werknemers nemen zelf het initiatief en krijgen van de leidinggevende ruimte."),
        (HEDGED, "In Vlaanderen hangt de vraag naar compost samen met de oogst."),
        (MODEL, "Het AMO-model zegt twee dingen: de ploeg groeit, en dat door oefenen."),
        (MEDIATED, "Wat schaduw met de oogst kan doen, liep via een gebrek aan water."),
        ("Wie oefent, krijgt soms gelijk.", "Je kunt gelijk krijgen als je oefent."),
    ],
    ids=[
        "scarce",
        "apart",
        "mediated",
        "compound",
        "promotes",
        "who-acts",
        "correlates",
        "two-things",
        "by-way-of",
        "you-can",
    ],
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
        ("Kleine tuinen krijgen niet altijd water.", "Kleine tuinen krijgen altijd water.", "negat"),
        (INITIATIVE, "De leidinggevende neemt zelf het initiatief.", "somebody else"),
        (HEDGED, "Doordat men compost vraagt, is de oogst in Vlaanderen beter: dat verband is oorzakelijk.", "cause"),
        (MODEL, "Volgens het JD-R-model groeit de ploeg door oefenen.", "JD-R"),
        ("Bij I-deals maakt men afspraken.", "Bij job crafting maakt men afspraken.", "about job_crafting"),
        (MEDIATED, "Effecten van een gebrek aan water op de oogst liepen via schaduw.", "mediator"),
        ("In heel wat scholen is er een tuin.", "In alle scholen is er een tuin.", "where the source does not say so"),
        ("De kans op een oogst is er groter.", "De kans op een oogst is er dubbel zo groot.", "multiple"),
        ("De stadstuin vraagt veel zorg.", "Tuinen op het platteland vragen veel zorg.", "countryside"),
        ("De ploeg houdt rekening met de wind.", "De ploeg laat de wind buiten beschouwing.", "opposite"),
    ],
    ids=[
        "never",
        "plenty",
        "joined",
        "not-apart",
        "mediator",
        "name",
        "hinders",
        "always",
        "not-always",
        "actor",
        "cause",
        "model",
        "concept",
        "by-way-of",
        "all-schools",
        "double",
        "countryside",
        "out-of-account",
    ],
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


def test_over_two_quotes_a_ground_must_be_given_in_so_many_words(tongue):
    text = "De ploeg werkt door weer en wind. De oogst is goed."
    said = "Omdat de ploeg werkt, is de oogst goed."
    assert fault(said, text, tongue) is None
    found = faults(said, "nl", Unit(text, "nl", joined=True), tongue)
    assert any("where the source does not say so" in reason for reason in found)


@pytest.mark.parametrize(
    ("said", "turned"),
    [
        ("Compost doet de oogst toenemen.", "De oogst doet compost toenemen."),
        ("De compost faciliteert een goede oogst.", "Een goede oogst faciliteert de compost."),
    ],
    ids=["causative", "facilitates"],
)
def test_cause_and_effect_are_told_apart_around_more_verbs(said, turned, tongue):
    source = Unit("Compost verbetert de oogst.", "nl")
    assert crossed(said, "nl", source, tongue) == 0.0
    assert crossed(turned, "nl", source, tongue) > 0.1


def test_a_second_verb_keeps_the_actor_of_the_first(tongue):
    source = Unit("A shared garden reduces waste and strengthens trust.", "en")
    assert crossed("A shared garden strengthens trust.", "en", source, tongue) == 0.0
    assert crossed("Trust strengthens a shared garden.", "en", source, tongue) > 0.1


@pytest.mark.parametrize(
    ("text", "lang", "actors"),
    [
        ("De schoolleider geeft tijd aan de leerkrachten.", "nl", ["leader"]),
        ("De tijd wordt door de schoolleider gegeven, en ook de ruimte.", "nl", ["leader", "leader"]),
        ("Teachers' plans depend on the principal.", "en", [None]),
        ("Teacher turnover hurts pupils who learn.", "en", ["pupil", "pupil"]),
    ],
    ids=["subject", "by", "possessive", "noun-before-noun"],
)
def test_who_acts_is_read_clause_by_clause(text, lang, actors, tongue):
    assert [act.actor for act in acts(text, lang, tongue)] == actors


@pytest.mark.parametrize("verb", ["los blijven van", "los staan van", "gescheiden blijven van"])
def test_what_stays_apart_may_be_said_to_stay_loose_but_not_denied(tongue, verb):
    assert fault(f"De rol van de tuincoach moet {verb} formele keuring, zodat er rust is.", APART, tongue) is None
    assert fault(f"De rol van de tuincoach moet niet {verb} formele keuring, zodat er rust is.", APART, tongue)


def test_a_passive_with_by_is_read_in_one_direction(tongue):
    found = sides("The harvest in autumn is directly influenced by the quality of compost.", "en", tongue)
    assert [(s.cause, s.effect) for s in found] == [(("qualiti", "compost"), ("harvest", "autumn", "direct"))]


def test_what_a_modal_verb_frames_stays_so_before_a_condition(tongue):
    found = sides("Compost kan uitval beperken wanneer hij rijp is.", "nl", tongue)
    assert [(s.cause, s.effect) for s in found] == [(("compost",), ("uitval",))]


def test_things_hang_together_over_a_whole_clause(tongue):
    said = "In Vlaanderen hangen volgens de tuinploeg de vraag naar compost en de oogst in het najaar sterk samen."
    assert fault(said, HEDGED, tongue) is None


def test_a_comparison_with_others_may_be_put_with_than(tongue):
    source = "Tuinploegen hier harken niet opvallend veel in vergelijking met andere landen."
    assert fault("Tuinploegen harken hier niet opvallend meer dan in andere landen.", source, tongue) is None
