"""The words of the Documents and Sources tabs. Pure."""

from __future__ import annotations

STRINGS: dict[str, tuple[str, str]] = {
    # reading
    "read_texts": ("Teksten", "Texts"),
    "read_article": ("Het artikel", "The article"),
    "read_shared": ("Documenten in de index", "Documents in the index"),
    "read_own": ("Jouw documenten", "Your documents"),
    "read_own_note": ("Alleen jij ziet deze.", "Only you see these."),
    "read_kind_shared": ("document", "document"),
    "read_none": (
        "Er zijn nog geen teksten om te lezen",
        "There are no texts to read yet",
    ),
    "read_framework": (
        "Antwoorden komen nu uit ons kader, in onze eigen woorden. Voeg een document toe om het hier te lezen.",
        "Answers come from our framework for now, in our own words. Add a document to read it here.",
    ),
    "read_add": ("Document toevoegen", "Add a document"),
    "read_to_framework": ("Naar het kader", "To the framework"),
    "read_contents": ("Inhoud", "Contents"),
    "read_passages": ("Passages ({count})", "Passages ({count})"),
    "read_passages_note": (
        "In deze stukken zoekt Aan boord. Elke link brengt je bij de passage en kan gedeeld worden.",
        "Aan boord searches these pieces. Each link leads to its passage and can be shared.",
    ),
    "read_pages": ("blz. {first}–{last}", "pp. {first}–{last}"),
    "read_page": ("pagina {page}", "page {page}"),
    "read_search": ("Zoek in deze tekst", "Search this text"),
    "read_search_go": ("Zoek", "Search"),
    "read_found": ("{count} plaatsen met «{query}»", "{count} places with “{query}”"),
    "read_found_one": ("1 plaats met «{query}»", "1 place with “{query}”"),
    "read_found_many": (
        "Meer dan {count} plaatsen met «{query}»; dit zijn de eerste.",
        "More than {count} places with “{query}”; these are the first.",
    ),
    "read_found_none": (
        "«{query}» staat niet in deze tekst. Probeer een korter woord.",
        "“{query}” does not occur in this text. Try a shorter word.",
    ),
    "read_clear": ("Wis de zoekopdracht", "Clear the search"),
    "read_cited": ("Aangehaalde passage:", "Cited passage:"),
    "read_gone": (
        "Deze passage is er niet (meer). Een eigen document verdwijnt na je bezoek; voeg het dan opnieuw toe.",
        "This passage is not there (any more). A document of your own goes after your visit; add it again then.",
    ),
    "read_gone_source": (
        "Deze tekst is er niet (meer). Kies een tekst in de lijst.",
        "This text is not there (any more). Choose a text from the list.",
    ),
    "read_footnotes": ("Voetnoten", "Footnotes"),
    "read_dutch": ("De tekst is in het Nederlands.", "The text is in Dutch."),
    "read_english": ("De tekst is in het Engels.", "The text is in English."),
    # adding documents
    "doc_title": ("Eigen documenten", "Your own documents"),
    "doc_intro": (
        "Voeg een schoolplan, een visietekst of een verslag toe en stel er vragen over. Alleen jij ziet het; "
        "het verdwijnt als je het verwijdert, je gegevens wist, of {time} niets deed.",
        "Add a school plan, a vision text or a report and ask about it. Only you see it; it goes when "
        "you remove it, erase your data, or do nothing for {time}.",
    ),
    "doc_hours": ("{count} uur", "{count} hours"),
    "doc_hour": ("een uur", "an hour"),
    "doc_minutes": ("{count} minuten", "{count} minutes"),
    "doc_minute": ("een minuut", "a minute"),
    "doc_choose": ("Kies een bestand", "Choose a file"),
    "doc_drop": ("of sleep het hierheen", "or drag it here"),
    "doc_kinds": (
        "PDF, Word (.docx), Markdown of tekst; hoogstens {max_mb} MB.",
        "PDF, Word (.docx), Markdown or text; {max_mb} MB at most.",
    ),
    "doc_names": (
        "Laat persoonsgegevens van leerlingen en collega’s eruit.",
        "Leave out personal data of pupils and colleagues.",
    ),
    "doc_yours": ("Toegevoegd", "Added"),
    "doc_none": ("Je hebt nog niets toegevoegd.", "You have not added anything yet."),
    "doc_sending": ("«{name}» wordt verstuurd…", "Sending “{name}”…"),
    "doc_waiting": ("«{name}» wacht op zijn beurt…", "“{name}” is waiting its turn…"),
    "doc_reading": ("«{name}» wordt gelezen…", "Reading “{name}”…"),
    "doc_embedding": ("«{name}»: passage {done} van {total}", "“{name}”: passage {done} of {total}"),
    "doc_done": (
        "«{name}» staat klaar: {passages}. Je kan er nu vragen over stellen.",
        "“{name}” is ready: {passages}. You can ask about it now.",
    ),
    "doc_known": ("«{name}» stond er al.", "“{name}” was there already."),
    "doc_kind_text": ("tekst", "text"),
    "doc_removed": ("«{name}» is verwijderd.", "“{name}” was removed."),
    "doc_stop": ("Stop", "Stop"),
    "doc_stop_name": ("Stop het toevoegen van {name}", "Stop adding {name}"),
    "doc_remove": ("Verwijder", "Remove"),
    "doc_remove_name": ("Verwijder {name}", "Remove {name}"),
    "doc_dismiss": ("Sluit deze melding", "Close this message"),
    "doc_read": ("Lees", "Read"),
    "doc_read_name": ("Lees {name}", "Read {name}"),
    "doc_ask_name": ("Stel een vraag over {name}", "Ask a question about {name}"),
    "doc_ask": ("Stel een vraag", "Ask a question"),
    "doc_sections": ("{count} delen", "{count} sections"),
    "doc_section": ("1 deel", "1 section"),
    "doc_passages": ("{count} passages", "{count} passages"),
    "doc_passage": ("1 passage", "1 passage"),
    "doc_offline": (
        "De server antwoordt niet. Kijk of hij nog loopt en probeer het opnieuw.",
        "The server does not answer. See whether it still runs and try again.",
    ),
    "doc_too_large": (
        "{name}: te groot ({size} MB; de grens is {max_mb} MB). Splits het document.",
        "{name}: too large ({size} MB; the limit is {max_mb} MB). Split the document.",
    ),
}
