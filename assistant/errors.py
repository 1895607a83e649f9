"""The failures that a user can meet: a cause and a next step, in Dutch and in English.

Raised where they happen, caught once at each door. Knows nothing of where they are shown.
"""

from __future__ import annotations

from typing import Literal

MessageLang = Literal["nl", "en"]


class AanboordError(Exception):
    """A failure told to a person.

    `code` is for programs and never changes; `message` and `next_step` are for readers. Subclasses
    give the two texts a language as templates; keyword arguments fill them in.
    """

    code = "error"
    nl = ("Er ging iets mis: {detail}.", "Probeer het opnieuw.")
    en = ("Something went wrong: {detail}.", "Try again.")

    def __init__(self, **values: object) -> None:
        self.values = {key: str(value) for key, value in values.items()}
        super().__init__(self.line("en"))

    def message(self, lang: MessageLang = "en") -> str:
        """What went wrong."""
        return (self.nl if lang == "nl" else self.en)[0].format_map(self.values)

    def next_step(self, lang: MessageLang = "en") -> str:
        """What the reader can do about it."""
        return (self.nl if lang == "nl" else self.en)[1].format_map(self.values)

    def line(self, lang: MessageLang = "en") -> str:
        """Cause and next step on one line."""
        return " ".join(f"{self.message(lang)} {self.next_step(lang)}".split())


class SettingError(AanboordError):
    """A setting that is unknown or impossible. Values: name, value, allowed, origin."""

    code = "bad_setting"
    nl = (
        "De instelling {name} kan niet {value} zijn (uit {origin}).",
        "Kies: {allowed}.",
    )
    en = ("The setting {name} cannot be {value} (from {origin}).", "Choose: {allowed}.")


class UnknownSetting(AanboordError):
    """A setting that does not exist. Values: name, origin, allowed."""

    code = "unknown_setting"
    nl = ("De instelling {name} bestaat niet (uit {origin}).", "Bekende instellingen: {allowed}.")
    en = ("There is no setting {name} (from {origin}).", "Known settings: {allowed}.")


class SourceError(AanboordError):
    """A document that cannot be read. Values: path and what the subclass names."""

    code = "unreadable"
    nl = ("{path}: kan niet gelezen worden ({detail}).", "Kies een ander bestand.")
    en = ("{path}: cannot be read ({detail}).", "Choose another file.")


class SourceMissing(SourceError):
    """The file is not there, or vanished while it was read."""

    code = "missing"
    nl = ("{path}: dit bestand is er niet (meer).", "Controleer de plaats en de naam.")
    en = ("{path}: this file is not there (any more).", "Check its place and name.")


class SourceEncrypted(SourceError):
    """A PDF with a password."""

    code = "encrypted"
    nl = ("{path}: beveiligd met een wachtwoord.", "Bewaar een kopie zonder wachtwoord en voeg die toe.")
    en = ("{path}: protected by a password.", "Save a copy without a password and add that.")


class SourceDamaged(SourceError):
    """The file is not what its extension says, or broken. Value: detail."""

    code = "damaged"
    nl = (
        "{path}: beschadigd of geen echt {format}-bestand ({detail}).",
        "Open het in het programma waarmee het gemaakt is en bewaar het opnieuw.",
    )
    en = (
        "{path}: damaged, or not really a {format} file ({detail}).",
        "Open it in the program that made it and save it again.",
    )


class SourceEmpty(SourceError):
    """No text in it."""

    code = "empty"
    nl = ("{path}: er staat geen tekst in.", "Controleer of dit het juiste bestand is.")
    en = ("{path}: there is no text in it.", "Check whether this is the right file.")


class SourceScanned(SourceError):
    """A PDF of pictures without a text layer."""

    code = "scanned"
    nl = (
        "{path}: gescande pagina's zonder tekst.",
        "Laat er eerst tekstherkenning (OCR) op los en voeg het resultaat toe.",
    )
    en = (
        "{path}: scanned pages without text.",
        "Run text recognition (OCR) on it first and add the result.",
    )


class SourceFormat(SourceError):
    """An extension that is not read. Values: path, extension."""

    code = "format"
    nl = (
        "{path}: bestanden van de soort «{extension}» worden niet gelezen.",
        "Gebruik PDF, Word (.docx), Markdown of tekst.",
    )
    en = ("{path}: files of the kind “{extension}” are not read.", "Use PDF, Word (.docx), Markdown or text.")


class SourceEncoding(SourceError):
    """Text that is not UTF-8."""

    code = "encoding"
    nl = ("{path}: de tekst is niet in UTF-8 bewaard.", "Bewaar het bestand opnieuw met codering UTF-8.")
    en = ("{path}: the text is not saved as UTF-8.", "Save the file again with encoding UTF-8.")


class SourceTooLarge(SourceError):
    """Over a limit of the settings. Values: path, found, limit, setting."""

    code = "too_large"
    nl = (
        "{path}: te groot ({found}; de grens is {limit}).",
        "Splits het document, of verhoog {setting}.",
    )
    en = ("{path}: too large ({found}; the limit is {limit}).", "Split the document, or raise {setting}.")


class NothingReadable(AanboordError):
    """None of several documents could be read. Value: count."""

    code = "nothing_readable"
    nl = ("Geen van de {count} documenten kon gelezen worden.", "Zie de regels hierboven, en probeer opnieuw.")
    en = ("None of the {count} documents could be read.", "See the lines above, and try again.")


class FrameworkError(AanboordError):
    """The framework's files are not in order. Values: file, line, entry, detail."""

    code = "bad_framework"
    nl = ("{file}, regel {line}, {entry}: {detail}.", "Verbeter die plaats in het bestand.")
    en = ("{file}, line {line}, {entry}: {detail}.", "Correct that place in the file.")


class IndexMissing(AanboordError):
    """There is no index yet."""

    code = "no_index"
    nl = ("Er is nog geen index.", "Voer «aanboord index» uit.")
    en = ("There is no index yet.", "Run “aanboord index”.")


class IndexDamaged(AanboordError):
    """The index cannot be opened or does not agree with itself. Value: detail."""

    code = "damaged_index"
    nl = ("De index is beschadigd ({detail}).", "Voer «aanboord index» uit; die bouwt hem opnieuw op.")
    en = ("The index is damaged ({detail}).", "Run “aanboord index”; it builds it anew.")


class ChromaUnreachable(AanboordError):
    """A Chroma server that does not answer. Values: url, detail."""

    code = "no_chroma"
    nl = ("De Chroma-server {url} antwoordt niet ({detail}).", "Start hem, of controleer AANBOORD_CHROMA_URL.")
    en = ("The Chroma server {url} does not answer ({detail}).", "Start it, or check AANBOORD_CHROMA_URL.")


class IndexBusy(AanboordError):
    """Another build goes on and did not end in time. Value: seconds."""

    code = "index_busy"
    nl = ("Een ander proces bouwt de index al {seconds} seconden.", "Wacht tot dat klaar is en probeer opnieuw.")
    en = ("Another process has been building the index for {seconds} seconds.", "Wait until it is done and try again.")


class StorageError(AanboordError):
    """A folder or file of our own that cannot be read or written. Values: path, detail."""

    code = "storage"
    nl = (
        "{path}: kan niet gelezen of geschreven worden ({detail}).",
        "Controleer de rechten en de vrije ruimte, of kies een andere map met AANBOORD_HOME.",
    )
    en = (
        "{path}: cannot be read or written ({detail}).",
        "Check the permissions and the free space, or choose another folder with AANBOORD_HOME.",
    )


class EmbeddingError(AanboordError):
    """The embedding engine cannot be used. Values: engine, detail."""

    code = "embedding"
    nl = (
        "De tekstvergelijker «{engine}» kan niet gebruikt worden ({detail}).",
        "Controleer AANBOORD_EMBEDDING, of installeer hem met: pip install 'aanboord[sentence-transformers]'.",
    )
    en = (
        "The embedding engine “{engine}” cannot be used ({detail}).",
        "Check AANBOORD_EMBEDDING, or install it with: pip install 'aanboord[sentence-transformers]'.",
    )


class QuestionError(AanboordError):
    """A question that cannot be taken. Value: limit."""

    code = "bad_question"
    nl = ("De vraag is leeg of langer dan {limit} tekens.", "Stel een kortere vraag.")
    en = ("The question is empty or longer than {limit} characters.", "Ask a shorter question.")


class HistoryError(AanboordError):
    """A history file that cannot be taken. Values: path, detail."""

    code = "bad_history"
    nl = ("{path}: dit is geen gespreksgeschiedenis ({detail}).", 'Geef een lijst van {{"question", "answer"}}.')
    en = ("{path}: this is no conversation history ({detail}).", 'Give a list of {{"question", "answer"}}.')


class UnknownSource(AanboordError):
    """A source id that the index does not hold. Values: id, known."""

    code = "unknown_source"
    nl = ("De bron {id} staat niet in de index.", "Kies uit: {known}.")
    en = ("The source {id} is not in the index.", "Choose from: {known}.")


class ModelError(AanboordError):
    """A language model that did not answer. Values: model, detail."""

    code = "model"
    nl = (
        "Het taalmodel {model} gaf geen bruikbaar antwoord ({detail}).",
        "Controleer AANBOORD_MODEL en AANBOORD_MODEL_URL.",
    )
    en = (
        "The language model {model} gave no usable answer ({detail}).",
        "Check AANBOORD_MODEL and AANBOORD_MODEL_URL.",
    )


class RerankerError(AanboordError):
    """The cross-encoder cannot be used. Values: model, detail."""

    code = "reranker"
    nl = (
        "De cross-encoder «{model}» kan niet gebruikt worden ({detail}).",
        "Controleer AANBOORD_RERANKER of laat het leeg, of installeer: pip install 'aanboord[sentence-transformers]'.",
    )
    en = (
        "The cross-encoder “{model}” cannot be used ({detail}).",
        "Check AANBOORD_RERANKER or leave it empty, or install: pip install 'aanboord[sentence-transformers]'.",
    )


class PromptError(AanboordError):
    """A prompt file that is not in order. Values: file, detail."""

    code = "bad_prompt"
    nl = ("{file}: {detail}.", "Verbeter het bestand in prompts/.")
    en = ("{file}: {detail}.", "Correct the file in prompts/.")


class QuestionFileError(AanboordError):
    """A question file that is not in the format. Values: path, line, detail."""

    code = "bad_question_file"
    nl = ("{path}, regel {line}: {detail}.", "Verbeter die regel.")
    en = ("{path}, line {line}: {detail}.", "Correct that line.")


class UploadsFull(AanboordError):
    """A visitor has as many documents as fit. Value: limit."""

    code = "uploads_full"
    nl = ("Je hebt al {limit} documenten toegevoegd.", "Verwijder er eerst een.")
    en = ("You have added {limit} documents already.", "Remove one first.")


class UploadTooLong(AanboordError):
    """A document with more text than is searched for one visitor. Values: path, pages, limit."""

    code = "upload_too_long"
    nl = (
        "{path}: te lang (ongeveer {pages} bladzijden tekst; samen passen er {limit}).",
        "Voeg alleen het deel toe waarover je vragen hebt, of verwijder een ander document.",
    )
    en = (
        "{path}: too long (about {pages} pages of text; {limit} fit in all).",
        "Add only the part that you have questions about, or remove another document.",
    )


class UploadMissing(AanboordError):
    """A request without a file, or one that broke off."""

    code = "no_upload"
    nl = ("Er is geen bestand aangekomen.", "Kies een bestand en probeer het opnieuw.")
    en = ("No file arrived.", "Choose a file and try again.")


class UploadUnknown(AanboordError):
    """A document or an upload that this visitor does not have (any more)."""

    code = "unknown_upload"
    nl = ("Dit document is er niet (meer).", "Voeg het opnieuw toe als je het nog nodig hebt.")
    en = ("This document is not there (any more).", "Add it again if you still need it.")


class UploadStopped(AanboordError):
    """An upload that the visitor stopped, or whose visitor asked to be forgotten."""

    code = "upload_stopped"
    nl = ("Het toevoegen is gestopt.", "Voeg het document opnieuw toe als je het nodig hebt.")
    en = ("Adding was stopped.", "Add the document again if you need it.")


class ForeignRequest(AanboordError):
    """A request that another site made in the visitor's name."""

    code = "foreign_request"
    nl = ("Deze opdracht kwam niet van deze pagina.", "Open de pagina zelf en probeer het daar.")
    en = ("This request did not come from this page.", "Open the page itself and try there.")


class AnswerGone(AanboordError):
    """An answer or text that this visitor cannot reach (any more)."""

    code = "gone"
    nl = ("Dit is er niet (meer).", "Stel de vraag opnieuw of kies een tekst in de lijst.")
    en = ("This is not there (any more).", "Ask the question again or choose a text from the list.")


class VisitUnknown(AanboordError):
    """A request that needs a visitor, without a cookie that we know."""

    code = "unknown_visit"
    nl = (
        "Deze pagina kent je bezoek niet (meer).",
        "Herlaad de pagina; helpt dat niet, sta dan cookies toe voor deze pagina.",
    )
    en = (
        "This page does not know your visit (any more).",
        "Reload the page; if that does not help, allow cookies for this page.",
    )
