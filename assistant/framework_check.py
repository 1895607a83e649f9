"""Framework + the article → where they do not agree. Pure.

Form is checked when the framework is loaded; here its content is held against the article's own
sentences. Without the article among the sources there is nothing to hold it against, which is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.anchors import as_article, occurrences, quote_span
from assistant.figures import unsupported
from assistant.records import LANGS, Claim, Framework, Lang, Source, Span
from assistant.spans import section_sentences
from assistant.studies import mentions, named, study_of
from assistant.text import match_key, words

WORDS = range(3, 9)
MESSAGES: dict[str, dict[Lang, str]] = {
    "no_article": {
        "nl": "het artikel staat niet bij de bronnen; alleen de vorm is nagekeken",
        "en": "the article is not among the sources; only the form was checked",
    },
    "second_reader": {
        "nl": "de studie staat in de zin ernaast, lees na: {detail}",
        "en": "the study is named in the sentence beside it, read again: {detail}",
    },
    "anchor_words": {
        "nl": "het anker telt geen drie tot acht woorden: «{detail}»",
        "en": "the anchor is not three to eight words long: “{detail}”",
    },
    "anchor_missing": {
        "nl": "het anker staat niet in het artikel: «{detail}»",
        "en": "the anchor does not stand in the article: “{detail}”",
    },
    "anchor_twice": {
        "nl": "het anker staat meer dan één keer in het artikel: «{detail}»",
        "en": "the anchor stands more than once in the article: “{detail}”",
    },
    "anchor_section": {
        "nl": "het anker staat in een ander deel van het artikel: {detail}",
        "en": "the anchor stands in another section of the article: {detail}",
    },
    "anchor_sentences": {
        "nl": "het anker loopt over een zinsgrens heen: «{detail}»",
        "en": "the anchor runs over the end of a sentence: “{detail}”",
    },
    "study": {
        "nl": "de zin noemt deze studie niet: {detail}",
        "en": "the sentence does not name this study: {detail}",
    },
    "figure": {
        "nl": "de zin geeft dit getal niet: {detail}",
        "en": "the sentence does not give this figure: {detail}",
    },
    "page": {
        "nl": "het citaat begint op een andere bladzijde: {detail}",
        "en": "the quote starts on another page: {detail}",
    },
    "ask_shared": {
        "nl": "deze vraag staat er twee keer in: {detail}",
        "en": "this question is there twice: {detail}",
    },
    "sentence_unreached": {
        "nl": "geen enkele bewering leidt naar deze zin: «{detail}»",
        "en": "no claim leads to this sentence: “{detail}”",
    },
    "study_unknown": {
        "nl": "deze studie uit het artikel staat niet in de bibliografie: {detail}",
        "en": "this study of the article is not in the bibliography: {detail}",
    },
    "study_unnamed": {
        "nl": "het artikel noemt deze studie nergens: {detail}",
        "en": "the article names this study nowhere: {detail}",
    },
    "study_sections": {
        "nl": "het artikel gebruikt deze studie in: {detail}",
        "en": "the article uses this study in: {detail}",
    },
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend or to read again: in which entry (or section), and what."""

    code: str
    entry: str
    detail: str = ""

    def line(self, lang: Lang) -> str:
        """The finding on one line."""
        message = MESSAGES[self.code][lang].format(detail=self.detail)
        return f"{self.entry}: {message}" if self.entry else message


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found; `article` is the source that the framework was held against."""

    article: str | None
    claims: int
    sentences: int
    faults: tuple[Finding, ...]
    notices: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data for programs."""
        return {**asdict(self), "ok": not self.faults}

    def lines(self, lang: Lang) -> list[str]:
        """Plain lines for readers: faults, then notices, then the sum."""
        told = [f"✗ {f.line(lang)}" for f in self.faults] + [f"• {n.line(lang)}" for n in self.notices]
        counts = (self.claims, self.sentences, len(self.faults))
        if lang == "nl":
            return [*told, "{} beweringen, {} zinnen van het artikel, {} fouten.".format(*counts)]
        return [*told, "{} claims, {} sentences of the article, {} faults.".format(*counts)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim's anchor stands: its sentence, the ones around it, and what would be quoted."""

    claim: Claim
    sentence: Span
    around: str
    quote: Span


def check(framework: Framework, sources: Sequence[Source]) -> Checked:
    """Hold the framework against the article among the sources."""
    faults = list(_shared_asks(framework.claims))
    articles = [s for s in sources if as_article(s, framework.claims, framework.article_title).kind == "article"]
    if not articles:
        return Checked(None, len(framework.claims), 0, tuple(faults), (Finding("no_article", ""),))
    article = max(articles, key=lambda s: len(s.pages))  # of two copies the one that prints page numbers
    places: list[Place] = []
    for claim in framework.claims:
        found = _place(claim, article, framework)
        if isinstance(found, Place):
            places.append(found)
            faults += _claim_faults(found, article, framework)
        else:
            faults.append(found)
    faults += [*_unreached(places, article), *_bibliography(framework, article)]
    notices = [
        Finding("second_reader", p.claim.id, ", ".join(p.claim.studies))
        for p in places
        if p.claim.study_from == "neighbour"
    ]
    count = sum(len(section_sentences(article, s)) for s in article.sections)
    return Checked(article.id, len(framework.claims), count, tuple(faults), tuple(notices))


def _place(claim: Claim, article: Source, framework: Framework) -> Place | Finding:
    """Where the claim's anchor stands, or why it leads nowhere."""
    if len(words(claim.anchor)) not in WORDS:
        return Finding("anchor_words", claim.id, claim.anchor)
    places = occurrences(article, claim.anchor)
    if len(places) != 1:
        return Finding("anchor_twice" if places else "anchor_missing", claim.id, claim.anchor)
    section = article.section_at(places[0].start)
    if section is None or section.slug != claim.section:
        return Finding("anchor_section", claim.id, section.slug if section else "-")
    sentences = section_sentences(article, section)
    at = next((n for n, s in enumerate(sentences) if s.start <= places[0].start < s.end), None)
    quote = quote_span(claim, article, places[0], {s.id: s for s in framework.studies})
    if at is None or quote is None:
        return Finding("anchor_sentences", claim.id, claim.anchor)
    near = sentences[max(0, at - 1) : at + 2]
    return Place(claim, sentences[at], article.text[near[0].start : near[-1].end], quote)


def _claim_faults(place: Place, article: Source, framework: Framework) -> Iterator[Finding]:
    """Studies, figures and page of a claim, held against its sentence."""
    claim = place.claim
    sentence = article.text[place.sentence.start : place.sentence.end]
    there = named(sentence if claim.study_from == "sentence" else place.around, framework.studies)
    for study in claim.studies:
        if study not in there:
            yield Finding("study", claim.id, study)
    for lang in LANGS:
        for figure in unsupported(claim.said(lang), sentence):
            yield Finding("figure", claim.id, f"{figure} ({lang})")
    page = article.page_at(place.quote.start)
    if claim.page and page and claim.page != page:
        yield Finding("page", claim.id, f"{page} ≠ {claim.page}")


def _shared_asks(claims: Iterable[Claim]) -> Iterator[Finding]:
    """Questions that two claims answer, or one claim twice: search could not tell them apart."""
    for lang in LANGS:
        owners: dict[str, str] = {}
        for claim in claims:
            for ask in claim.asks(lang):
                key = " ".join(words(match_key(ask.text)))
                if key in owners:
                    yield Finding("ask_shared", claim.id, f"{ask.text} ({owners[key]}, {lang})")
                owners.setdefault(key, claim.id)


def _unreached(places: Sequence[Place], article: Source) -> Iterator[Finding]:
    """The sentences of the article that no anchor stands in."""
    reached = {place.sentence for place in places}
    for section in article.sections:
        for sentence in section_sentences(article, section):
            if sentence not in reached:
                yield Finding("sentence_unreached", section.slug, article.text[sentence.start : sentence.end])


def _bibliography(framework: Framework, article: Source) -> Iterator[Finding]:
    """Studies of the article beside those of the bibliography, and where each is used.

    A study with a reference of its own (`apa`) may be one that only a footnote names: not every reader
    of a document keeps those.
    """
    used: dict[str, set[str]] = {study.id: set() for study in framework.studies}
    for section in article.sections:
        for mention in mentions(article.text[section.start : section.end]):
            study = study_of(mention, framework.studies)
            if study:
                used[study.id].add(section.slug)
            else:
                yield Finding("study_unknown", section.slug, mention.said)
    for study in framework.studies:
        sections = used[study.id]
        if not sections and not study.apa:
            yield Finding("study_unnamed", study.id, study.cited_as[0])
        elif set(study.sections) != sections and not (study.apa and set(study.sections) >= sections):
            yield Finding("study_sections", study.id, ", ".join(sorted(sections)))
