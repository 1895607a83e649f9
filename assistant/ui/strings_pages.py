# ruff: noqa: E501 - a text stands on one line, as a reader sees it.
"""The words of the Framework and About tabs and of the cards: key → (Dutch, English). Pure."""

from __future__ import annotations

STRINGS: dict[str, tuple[str, str]] = {
    # the framework
    "kader_title": ("Het kader in één beeld", "The framework in one picture"),
    "kader_intro": (
        "Kies een deel van het artikel voor de samenvatting, de uitspraken met hun citaat, de spanningen en de vragen. Elk stipje is een uitspraak.",
        "Choose a section of the article for its summary, its claims with their quotes, the tensions and the questions. Each dot is a claim.",
    ),
    "kader_keys": (
        "Met het toetsenbord: Tab gaat van deel naar deel, pijl rechts naar de uitspraken van een deel.",
        "By keyboard: Tab moves from section to section, the right arrow to the claims of a section.",
    ),
    "kader_dot_study": ("uitspraak die op aangehaald onderzoek steunt", "claim resting on cited research"),
    "kader_dot_own": ("overweging van de auteur", "the author’s view"),
    "kader_lit": ("Gebruikt in je laatste antwoord", "Used in your last answer"),
    "kader_claims": ("{count} uitspraken", "{count} claims"),
    "kader_picture": (
        "Tekening van het kader: pijlers, delen en uitspraken",
        "Drawing of the framework: pillars, sections and claims",
    ),
    "kader_back": ("Naar het overzicht", "To the overview"),
    "kader_said": ("Uitspraken", "Claims"),
    "kader_quote": ("Citaat", "Quote"),
    "kader_no_quote": (
        "Het artikel is er niet bij; het citaat is dan niet te tonen.",
        "The article is not at hand, so its quote cannot be shown.",
    ),
    "kader_tensions": ("Spanningen", "Tensions"),
    "kader_balance": ("In evenwicht", "Holding both"),
    "kader_questions": ("Om over na te denken", "To think about"),
    "kader_levers": ("Wat een school kan doen", "What a school can do"),
    "kader_ask": ("Vraag hierover: {question}", "Ask about this: {question}"),
    "kader_as": ("voor: {roles}", "for: {roles}"),
    "pillar_start": ("Een goede start", "A good start"),
    "pillar_policy": ("Beleid dat het onderwijs steunt", "Policy that supports teaching"),
    "pillar_shrm": ("Strategisch personeelsbeleid", "Strategic staff policy"),
    "pillar_opening": ("Waar het om gaat", "What it is about"),
    "pillar_thoughts": ("Beschouwingen", "Considerations"),
    "pillar_closing": ("Besluit", "Conclusion"),
    "kind_finding": ("bevinding", "finding"),
    "kind_advice": ("advies", "advice"),
    "kind_definition": ("omschrijving", "definition"),
    "kind_tension": ("spanning", "tension"),
    "kind_example": ("voorbeeld", "example"),
    "kind_figure": ("cijfer", "figure"),
    "kind_condition": ("voorwaarde", "condition"),
    # about
    "about_title": ("Over Aan boord", "About Aan boord"),
    "sign_article": (
        "Volle lijn: wat de auteur van het artikel zelf zegt.",
        "Solid line: what the article's author says.",
    ),
    "sign_study": (
        "Dubbele lijn: wat anderen vonden; het artikel haalt hen aan. Ernaast staat hoe stevig dat is.",
        "Double line: what others found; the article cites them. Beside it stands how firm that is.",
    ),
    "sign_framework": (
        "Streepjeslijn: ons kader in eigen woorden, als het artikel er niet bij is.",
        "Dashed line: our framework in our own words, where the article is not at hand.",
    ),
    "sign_document": (
        "Stippellijn: een document dat jij toevoegde.",
        "Dotted line: a document that you added.",
    ),
    "about_what": ("Wat dit doet", "What this does"),
    "about_what_text": (
        "Aan boord beantwoordt vragen over schoolbeleid dat leerkrachten in het onderwijs houdt. Elke zin steunt op een letterlijke passage: uit het artikel, uit ons kader of uit een document dat jij toevoegt. Staat iets er niet in, dan zegt het dat.",
        "Aan boord answers questions about school policy that keeps teachers in education. Every sentence rests on a verbatim passage: of the article, of our framework or of a document that you add. What is not there, it says is not there.",
    ),
    "about_not": ("Wat het niet doet", "What it does not do"),
    "about_not_1": (
        "Het kent de wet, lonen, verlofstelsels en jouw school niet; daarvoor verwijst het door.",
        "It knows nothing of law, pay, leave or your school; for those it points elsewhere.",
    ),
    "about_not_2": (
        "Het geeft geen oordeel over personen. Namen en gezondheidsgegevens horen hier niet thuis.",
        "It gives no verdict on persons. Names and health details do not belong here.",
    ),
    "about_not_3": (
        "Eén artikel is niet het laatste woord: kijk bij elke zin hoe sterk de basis is.",
        "One article is not the last word: see with each sentence how firm its ground is.",
    ),
    "about_signs": ("Hoe je een antwoord leest", "How to read an answer"),
    "about_private": ("Je gegevens", "Your data"),
    "about_private_local": (
        "Er is geen taalmodel ingesteld. Vragen, documenten en antwoorden verlaten deze computer niet; de pagina laadt niets van elders en er wordt niets gemeten.",
        "No language model is set. Questions, documents and answers do not leave this machine; the page loads nothing from elsewhere and nothing is tracked.",
    ),
    "about_private_model": (
        "Het taalmodel {model} is ingesteld. Je vraag en de gevonden passages gaan naar die dienst ({where}) om een antwoord te schrijven; daarna wordt elke zin hier nagekeken.",
        "The language model {model} is set. Your question and the passages found go to that service ({where}) to write an answer; every sentence is then checked here.",
    ),
    "about_private_where": ("de standaardplaats van het model", "the model's default place"),
    "about_private_kept": (
        "Je gesprek en je documenten verdwijnen van deze server als je {time} niets deed, of zodra je ze wist. Bewaarde antwoorden staan alleen in je browser. Een oordeel met duim staat in een bestand op deze computer, zonder naam.",
        "Your conversation and your documents go from this server when you do nothing for {time}, or as soon as you erase them. Kept answers are in your browser only. A thumbs verdict is in a file on this machine, without a name.",
    ),
    "about_wipe": ("Wis mijn gegevens", "Erase my data"),
    "about_wipe_text": (
        "Wist je gesprek, je bewaarde antwoorden, je documenten en je oordelen.",
        "Erases your conversation, your kept answers, your documents and your verdicts.",
    ),
    "about_wipe_sure": (
        "Alles wissen? Dit kan niet ongedaan gemaakt worden.",
        "Erase everything? This cannot be undone.",
    ),
    "about_wipe_yes": ("Ja, wis alles", "Yes, erase everything"),
    "about_wiped": ("Je gegevens zijn gewist.", "Your data have been erased."),
    "about_figures": ("Hoe goed het werkt", "How well it works"),
    "about_figures_none": (
        "De metingen staan nog niet op deze computer. Maak ze met «aanboord eval».",
        "The measurements are not on this machine yet. Make them with “aanboord eval”.",
    ),
    "about_figures_text": (
        "Gemeten op {date} met {n} vragen waarop nooit is bijgesteld. Het streepje toont de onzekerheid (95%).",
        "Measured on {date} with {n} questions that were never tuned on. The bar shows the uncertainty (95%).",
    ),
    "about_sources": ("Bronnen en licentie", "Sources and licence"),
    "about_sources_text": (
        "De tekst van het artikel is van de auteur en zit niet in dit programma; wie het heeft, voegt het zelf toe. Het kader is in onze eigen woorden en valt onder een vrije licentie: CC BY 4.0 (het programma: MIT).",
        "The article's text is its author's and is not part of this program; whoever has it adds it. The framework is in our own words and free to use under CC BY 4.0 (the program: MIT).",
    ),
    "about_index": (
        "Documenten in de index: {sources}. Uitspraken in het kader: {claims}.",
        "Documents in the index: {sources}. Claims in the framework: {claims}.",
    ),
    "about_version": ("Versie {version}", "Version {version}"),
    "about_programs_text": (
        "«ask» en «search» zijn ook te gebruiken als API en als MCP-hulpmiddel, op {path}.",
        "“ask” and “search” are also there as API endpoints and as MCP tools, at {path}.",
    ),
    "m_headline": ("alles samen juist", "right, all in all"),
    "m_nugget_recall": ("wat gezegd moet worden, is gezegd", "what has to be said is said"),
    "m_evidence_cited": ("de juiste passage is aangehaald", "the right passage is quoted"),
    "m_citation_precision": ("citaten uit een juist deel", "quotes from a right section"),
    "m_verbatim": ("citaten staan letterlijk in de bron", "quotes are verbatim"),
    "m_false_refusals": ("te beantwoorden, toch geweigerd", "answerable, yet refused"),
    "m_refused_near": ("verwante vraag terecht geweigerd", "near miss rightly refused"),
    "m_refused_far": ("vreemde vraag terecht geweigerd", "far question rightly refused"),
    "m_refused_attack": ("misleiding terecht geweigerd", "attack rightly refused"),
    # the article is missing, or the index cannot be opened
    "article_title": ("Het artikel is er nog niet bij", "The article is not here yet"),
    "article_text": (
        "Nu antwoord ik uit ons kader, in eigen woorden. Met het artikel erbij lees je bij elke zin de letterlijke passage.",
        "For now I answer from our framework, in our own words. With the article at hand you can read the verbatim passage behind every sentence.",
    ),
    "article_find": ("Waar je het vindt", "Where to find it"),
    "article_file": ("Voeg het artikel toe", "Add the article"),
    "article_later": ("Later", "Later"),
    "article_busy": (
        "Het artikel wordt gelezen; dat duurt even…",
        "Reading the article; this takes a moment…",
    ),
}
