"""The command `aanboord`: a thin door. Results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.errors import AanboordError, HistoryError, SourceError, StorageError, UnknownSource
from assistant.records import Lang, Role, Turn
from assistant.settings import Settings, load_settings
from assistant.terminal import message_lang, notice, progress_bar, show_answer, show_hits

app = typer.Typer(
    name="aanboord",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answers about the school policy that keeps teachers, every sentence with a passage to check.",
)
framework_app = typer.Typer(no_args_is_help=True, help="Our own framework in corpus/framework/.")
app.add_typer(framework_app, name="framework")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def emit(data: object) -> None:
    """One JSON object on standard output."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")  # a file's name may be no text


@contextmanager
def door(as_json: bool) -> Iterator[Settings]:
    """Read the settings; a failure is one line (or one JSON object) and exit code 1."""
    try:
        try:
            yield load_settings()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise StorageError(path=error.filename or "?", detail=error.strerror or str(error)) from error
    except AanboordError as error:
        lang = message_lang()
        if as_json:
            emit({"error": {"code": error.code, "message": error.message(lang), "next_step": error.next_step(lang)}})
        else:
            notice(error.line(lang))
        raise typer.Exit(1) from error


def _notice(nl: str, en: str) -> None:
    notice(nl if message_lang() == "nl" else en)


@app.command(epilog="Example: aanboord index corpus/sources/schoolplan.pdf")
def index(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders, in place of the configured sources.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read the framework and all documents, and bring the index up to date."""
    with door(as_json) as settings:
        from assistant.session import make_index

        lang = message_lang()
        with progress_bar(lang) as progress:
            done = make_index(
                settings,
                paths or (),
                progress=progress,
                waiting=lambda: _notice(
                    "Een ander proces bouwt de index; ik wacht.", "Another process builds the index; waiting."
                ),
                on_errors=_tell_errors,
            )
        _tell_build(done)
        if as_json:
            emit(_index_json(done))


def _tell_errors(errors: Sequence[SourceError]) -> None:
    for error in errors:
        notice(error.line(message_lang()))


def _tell_build(done: Any) -> None:
    report, library = done.report, done.library
    titles = {s.id: Path(s.origin).name for s in library.sources}
    for kept, other in library.duplicates.items():
        _notice(
            f"{titles[kept]} is dezelfde tekst als {titles[other]} en staat er maar één keer in.",
            f"{titles[kept]} is the same text as {titles[other]} and is indexed once.",
        )
    for one, other in library.near:
        _notice(
            f"{titles[one]} en {titles[other]} lijken op elkaar (twee versies?); beide staan in de index.",
            f"{titles[one]} and {titles[other]} look alike (two versions?); both are indexed.",
        )
    if report.rebuilt:
        _notice(
            f"Een andere tekstvergelijker ({report.rebuilt}): alles is opnieuw vergeleken.",
            f"Another embedding engine ({report.rebuilt}): everything was embedded anew.",
        )
    count = sum(r.passages for r in report.sources)
    _notice(
        f"{len(library.sources)} documenten, {count} passages; {report.embedded} nieuw vergeleken, "
        f"{report.cached} ongewijzigd, {report.seconds:.1f} s.",
        f"{len(library.sources)} documents, {count} passages; {report.embedded} embedded, "
        f"{report.cached} unchanged, {report.seconds:.1f} s.",
    )


def _index_json(done: Any) -> dict[str, Any]:
    lang = message_lang()
    return {
        "sources": [
            {
                "id": r.id,
                "title": r.title,
                "status": r.status,
                "duplicate_of": r.duplicate_of,
                "passages": r.passages,
                "sections": [_section_json(s) for s in r.source.sections] if r.source else [],
            }
            for r in done.report.sources
        ],
        "errors": [
            {"path": e.values.get("path", ""), "code": e.code, "message": e.line(lang)} for e in done.library.errors
        ],
        "embedded": done.report.embedded,
        "cached": done.report.cached,
        "seconds": round(done.report.seconds, 3),
    }


def _section_json(section: Any) -> dict[str, Any]:
    return {
        "slug": section.slug,
        "title": section.title,
        "path": list(section.path),
        "page": section.page,
        "chars": section.end - section.start,
    }


@app.command(epilog='Example: aanboord ask "Mag een mentor mee evalueren?" --role leader')
def ask(
    question: Annotated[str, typer.Argument(help="The question, in Dutch or English.")],
    lang: Annotated[Lang | None, typer.Option(help="The answer's language; the question's by default.")] = None,
    role: Annotated[Role, typer.Option(help="Who asks.")] = "leader",
    history: Annotated[Path | None, typer.Option(help='Earlier turns: [{"question", "answer"}], oldest first.')] = None,
    as_json: Json = False,
) -> None:
    """Answer a question, every sentence with its passage."""
    with door(as_json) as settings:
        from assistant import render

        turns = read_history(history) if history else ()
        assistant = _assistant(settings)
        answer = assistant.ask(question, lang=lang, role=role, history=turns)
        emit(render.answer_json(answer)) if as_json else show_answer(answer)


def read_history(path: Path) -> tuple[Turn, ...]:
    """The turns in a history file. Raises HistoryError."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        return tuple(_turn(turn["question"], turn.get("answer")) for turn in raw)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise HistoryError(path=path, detail=str(error) or type(error).__name__) from error


def _turn(question: object, answer: object) -> Turn:
    if not isinstance(question, str) or not isinstance(answer, str | None):
        raise TypeError("question and answer are text")
    return Turn(question, answer)


@app.command(epilog='Example: aanboord search "werkdruk van starters" -k 5')
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    as_json: Json = False,
) -> None:
    """List the best passages and claims for a query."""
    with door(as_json) as settings:
        from assistant import render

        hits = _assistant(settings).search(query, k)
        emit({"hits": [render.hit_json(h) for h in hits]}) if as_json else show_hits(hits, message_lang())


@app.command(epilog="Example: aanboord sources --text ID > text.txt")
def sources(
    text: Annotated[str | None, typer.Option(help="Print the folded text of the source with this id.")] = None,
    as_json: Json = False,
) -> None:
    """List what is in the index."""
    with door(as_json) as settings:
        from assistant.index import open_index

        found = open_index(settings.home, chroma_url=settings.chroma_url)
        if text is not None:
            if text not in found.texts:
                raise UnknownSource(id=text, known=", ".join(found.texts))
            body = found.texts[text].text
            emit({"id": text, "text": body}) if as_json else sys.stdout.write(body + "\n")
            return
        counts = {s: sum(p.source_id == s for p in found.passages.values()) for s in found.texts}
        listed = [
            {
                "id": s.id,
                "title": s.title,
                "kind": s.kind,
                "format": s.format,
                "sha256": s.sha256,
                "pages": len(s.pages),
                "sections": len(s.sections),
                "passages": counts[s.id],
            }
            for s in found.sources
        ]
        if as_json:
            emit({"sources": listed})
        for source in [] if as_json else listed:
            sys.stdout.write(
                f"{source['id']}  {source['title']}  ({source['kind']}, {source['format']}, "
                f"{source['sections']} sections, {source['passages']} passages)\n"
            )


@framework_app.command("check", epilog="Example: aanboord framework check --json")
def framework_check(as_json: Json = False) -> None:
    """Hold the framework against the article: anchors, studies, figures, coverage."""
    with door(as_json) as settings:
        from assistant.framework import load_framework
        from assistant.framework_check import check
        from assistant.session import read_library

        framework = load_framework()
        result = check(framework, read_library(settings.sources, settings).sources)
        if as_json:
            emit(result.as_json())
        else:
            for line in result.lines(message_lang()):
                sys.stdout.write(line + "\n")
        if result.faults:
            raise typer.Exit(1)


@app.command(epilog="Example: aanboord serve --port 8080")
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 7860,
) -> None:
    """Open the page."""
    with door(False) as settings:
        from assistant.ui.app import serve as run

        run(settings, host, port)


@app.command(epilog="Example: aanboord doctor --json")
def doctor(as_json: Json = False) -> None:
    """Check installation, settings and index, and say what to do about each fault."""
    with door(as_json) as settings:
        from assistant.doctor import examine

        checks = examine(settings, message_lang())
        faults = [c for c in checks if c.state == "fault"]
        if as_json:
            emit(
                {
                    "ok": not faults,
                    "checks": [
                        {"name": c.name, "state": c.state, "message": c.message, "next_step": c.next_step}
                        for c in checks
                    ],
                }
            )
        marks = {"ok": "✓", "notice": "•", "fault": "✗"}
        for check in [] if as_json else checks:
            sys.stdout.write(f"{marks[check.state]} {check.name}: {check.message} {check.next_step}".rstrip() + "\n")
        if faults:
            raise typer.Exit(1)


def _assistant(settings: Settings) -> Any:
    from assistant.session import open_assistant

    with progress_bar(message_lang()) as progress:
        return open_assistant(settings, progress=progress, notice=_notice)


def _register() -> None:
    """Commands of other packages (the evaluation), by entry point."""
    for point in sorted(entry_points(group="aanboord.commands"), key=lambda p: p.name):
        register: Callable[[typer.Typer], None] = point.load()
        register(app)


def main() -> None:
    """Run the command line."""
    _register()
    app()
