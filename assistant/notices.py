"""What is told beside an answer in one line: a number that it lacks, a language model that failed. Both languages."""

from __future__ import annotations

from assistant.records import Lang

NOTICES: dict[str, dict[Lang, str]] = {
    "number": {
        "nl": "Een getal hierover vond ik niet in de bronnen.",
        "en": "I found no number on this in the sources.",
    },
    "fewer": {
        "nl": "Meer vond ik er niet over dit onderwerp.",
        "en": "I found no more on this subject.",
    },
    "few": {
        "nl": "Het taalmodel bleef te weinig bij de bronnen; dit antwoord is eruit samengesteld.",
        "en": "The language model did not keep to the sources; this answer is composed from them.",
    },
    "fault": {
        "nl": "Het taalmodel gaf geen bruikbaar antwoord ({cause}); dit antwoord is uit de bronnen samengesteld.",
        "en": "The language model gave no usable answer ({cause}); this answer is composed from the sources.",
    },
    "thin": {
        "nl": "Het taalmodel hield weinig over dat bij de bronnen blijft; de rest is eruit samengesteld.",
        "en": "Little of what the language model wrote keeps to the sources; the rest is composed from them.",
    },
    "rest": {
        "nl": "Het taalmodel brak zijn antwoord af ({cause}); de rest is uit de bronnen samengesteld.",
        "en": "The language model broke off its answer ({cause}); the rest is composed from the sources.",
    },
    "unread": {
        "nl": "Het taalmodel kon niet helpen om je vraag te begrijpen ({cause}).",
        "en": "The language model could not help to understand your question ({cause}).",
    },
    "broken": {
        "nl": "Het taalmodel brak zijn antwoord af ({cause}); wat er staat, is nagekeken.",
        "en": "The language model broke off its answer ({cause}); what is shown has been checked.",
    },
}
# Kept apart: what it names is the visitor's own words.
UNHELD: dict[Lang, str] = {
    "nl": "Over “{side}” staat in dit antwoord niets; het gaat over de rest van je vraag.",
    "en": "This answer says nothing about “{side}”; it is about the rest of your question.",
}
CAUSES: dict[str, dict[Lang, str]] = {
    "key": {"nl": "sleutel ontbreekt of wordt geweigerd", "en": "key missing or refused"},
    "missing": {"nl": "model niet gevonden", "en": "model not found"},
    "connection": {"nl": "geen verbinding", "en": "no connection"},
    "busy": {"nl": "te veel vragen tegelijk", "en": "too many requests"},
    "server": {"nl": "fout in de server", "en": "server error"},
    "time": {"nl": "te traag", "en": "too slow"},
    "cut": {"nl": "afgebroken", "en": "cut off"},
    "stopped": {"nl": "gestopt", "en": "stopped"},
    "malformed": {"nl": "onleesbaar", "en": "not readable"},
}
