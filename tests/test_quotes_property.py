"""Over a thousand questions of more than a hundred shapes: every quote is verbatim, whoever looks.

An engine without a model and bounds that refuse nothing stand in here, so that the worst answers are
looked at as well as the best; what a quote is must not depend on how well a question was understood.
A second extractor (poppler's pdftotext) says what the article's pages really read.
"""

import re
import shutil
import subprocess
from dataclasses import replace
from itertools import cycle

import pytest
from fakes import NO_FRAMEWORK, FakeEngine, always_answers

from assistant.index import build_index, open_index
from assistant.pipeline import Assistant
from assistant.records import ROLES, Turn

DUTCH = """Wat is {}? | Wat betekent {}? | Wat houdt {} in? | Waarom is {} belangrijk? | Waarom werkt {} niet altijd? | Hoe begin je met {}?
Hoe kan een school {} aanpakken? | Hoe ondersteunt een directeur {}? | Hoe hangt {} samen met retentie? | Hoe meet je {}? | Hoe vaak komt {} voor?
Hoeveel tijd vraagt {}? | Hoeveel starters hebben te maken met {}? | Wie zegt iets over {}? | Welke studie gaat over {}? | Welke bronnen noemen {}?
Welke factoren spelen mee bij {}? | Welke voorwaarden zijn er voor {}? | Noem voorbeelden van {}. | Geef redenen voor {}. | Moet elke school {} hebben?
Is {} nuttig voor starters? | Is {} een taak van de directeur? | Mag een leerkracht {} weigeren? | Kan {} uitstroom beperken? | Helpt {} tegen stress?
Werkt {} ook bij ervaren leerkrachten? | Leidt {} tot minder verloop? | Heeft {} nadelen? | Bestaat er een verband tussen {} en motivatie?
Wat is het verschil tussen {} en mentoring? | Vergelijk {} met coaching. | Is {} niet te duur? | Wat als {} ontbreekt? | Wat gebeurt er zonder {}?
Wat kan ik maandag doen rond {}? | Wat zegt het artikel over {}? | Vertel iets over {}. | Leg {} uit. | {}? | {} | En {}? | Iets met {} in het team
Onze school worstelt met {}, wat nu? | Ik ben starter en hoor over {}. | Als lerarenopleider wil ik weten hoe {} werkt. | Wat doe je met {}, en wie doet dat?
Wat is {}? En waarom helpt het? | Hoe praat je over {} in een coachinggesprek? | Welke spanning zit er in {}? | Wanneer is {} haalbaar?
Waar begint {} en waar eindigt het? | Klopt het dat {} altijd helpt? | Volgens wie is {} nodig? | WAT IS {} | wat is {} eigenlijk | Wat is  {}  ??
Hoe zorg je dat {} blijft duren? | Wie draagt {} in een school? | Wat verwacht een nieuwe collega van {}?"""
ENGLISH = """What is {}? | What does {} mean? | What does {} involve? | Why does {} matter? | Why does {} not always work? | How do you start with {}?
How can a school deal with {}? | How does a principal support {}? | How is {} related to retention? | How do you measure {}? | How often does {} occur?
How much time does {} take? | How many new teachers face {}? | Who says anything about {}? | Which study is about {}? | Which sources mention {}?
Which factors play a part in {}? | What conditions are there for {}? | Name examples of {}. | List reasons for {}. | Should every school have {}?
Is {} useful for new teachers? | Is {} a task of the principal? | May a teacher refuse {}? | Can {} limit turnover? | Does {} help against stress?
Does {} also work with experienced teachers? | Does {} lead to less attrition? | Does {} have drawbacks? | Is there a link between {} and motivation?
What is the difference between {} and mentoring? | Compare {} with coaching. | Isn't {} too expensive? | What if there is no {}? | What happens without {}?
What can I do on Monday about {}? | What does the article say about {}? | Tell me something about {}. | Explain {}. | And {}? | Something with {} in the team
Our school struggles with {}, what now? | I am a new teacher and hear about {}. | As a teacher trainer, how do I teach {}? | What do you do with {}, and who does it?
What is {}? And why does it help? | How do you discuss {} in a coaching talk? | What tension is there in {}? | When is {} feasible?
Is it true that {} always helps? | According to whom is {} needed? | WHAT IS {} | what is {} actually | What  is {} ?? | How do you make {} last?"""
SHAPES = {"nl": [s.strip() for s in re.split(r"[|\n]", DUTCH)], "en": [s.strip() for s in re.split(r"[|\n]", ENGLISH)]}


def generated(framework, count):
    """Questions: every shape in turn, each with the next subject, role, language and history."""
    subjects = {
        lang: cycle([n for t in framework.terms for n in (t.term.said(lang), *t.synonyms(lang))])
        for lang in ("nl", "en")
    }
    roles = cycle(ROLES)
    shapes = cycle([(lang, s) for lang in ("nl", "en") for s in SHAPES[lang]])
    for number, (lang, shape) in zip(range(count), shapes, strict=False):
        text = shape.format(next(subjects[lang]))
        yield (
            text,
            next(roles),
            (lang if number % 7 == 0 else None),
            ((Turn("Wat maakt mentoring goed?"),) if number % 11 == 0 else ()),
        )


@pytest.fixture(scope="module")
def pages(article_pdf):
    """What pdftotext reads on each page, hyphens and white space removed."""
    if shutil.which("pdftotext") is None:
        pytest.fail("pdftotext is not here: install poppler-utils")
    read = subprocess.run(["pdftotext", str(article_pdf), "-"], capture_output=True, text=True, check=True).stdout
    return [squeezed(page) for page in read.split("\f")]


def squeezed(text):
    return re.sub(r"[\s\u00ad\u2010-\u2015-]", "", text)


def stands(quote, page, following):
    """Whether a quote stands on a page or the next, or begins on the one and goes on on the other."""
    if quote in page or quote in following:
        return True
    return any(quote[:cut] in page and quote[cut:] in following for cut in range(1, len(quote)))


@pytest.fixture(scope="module")
def three(framework, article, tmp_path_factory):
    """Assistants that know the framework with the article, the article alone, and the framework alone."""
    made = []
    for name, sources, words in (
        ("both", [article], framework),
        ("article", [article], replace(NO_FRAMEWORK, article_title=framework.article_title)),
        ("framework", [], framework),
    ):
        home = tmp_path_factory.mktemp(f"quotes-{name}")
        build_index(sources, words, home=home, engine_key="fake", load_engine=FakeEngine)
        made.append(Assistant(open_index(home), FakeEngine(), always_answers()))
    return made


def test_there_are_more_than_a_hundred_shapes():
    assert len({(lang, shape) for lang in SHAPES for shape in SHAPES[lang]}) > 100


def test_every_quote_of_a_thousand_answers_is_verbatim(three, framework, pages):
    quotes, asked, answered = {}, set(), 0
    for number, (text, role, lang, history) in enumerate(generated(framework, 1080)):
        assistant = three[number % 3]
        texts = assistant.index.texts
        answer = assistant.ask(text, role=role, lang=lang, history=history)
        asked.add(text)
        answered += answer.status != "not_in_sources"
        assert all(s.citations for s in answer.statements), text
        for citation in answer.citations:
            source = texts[citation.source_id]
            assert source.text[citation.start : citation.end] == citation.quote, text
            quotes[(citation.kind, citation.start, citation.end)] = (citation, source)
    assert len(asked) > 1000 and answered > 800
    assert len(quotes) >= 300
    assert sum(kind == "article" for kind, _, _ in quotes) >= 120
    for citation, source in quotes.values():
        if citation.kind == "article":
            place = [mark.label for mark in source.pages].index(citation.page)
            assert stands(squeezed(citation.quote), pages[place], (pages[place + 1 :] or [""])[0]), citation.quote[:40]
