"""`make bench`: what the program costs beside what cannot be saved, and beside the naive pipeline.

Times of a machine say little; ratios and differences taken side by side in one run say more. Each is
made of medians. Documents are those of the settings; everything is built in a folder of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.embeddings import BATCH, Engine, load_engine
from assistant.errors import AanboordError, NothingReadable
from assistant.index import open_index
from assistant.index.entries import Entry
from assistant.records import Source
from assistant.session import make_index, open_assistant
from assistant.settings import Settings, load_settings
from assistant.terminal import message_lang, notice
from eval.items import read_items
from eval.naive import NaiveAssistant, fill, splits

QUESTIONS = Path(__file__).parent / "questions" / "development.jsonl"
QUESTION = "Mag de mentor van een starter ook meebeslissen over de evaluatie?"
# A process's peak memory is never told below that of the one that started it, so a small one does.
LAUNCHER = """
import json, os, subprocess, sys, time
began = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(json.dumps([time.perf_counter() - began, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""
AANBOORD = str(Path(sys.executable).with_name("aanboord"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, ours, the naive pipeline's, and the aim."""

    name: str
    ours: float
    naive: float | None
    aim: float | None
    unit: str
    detail: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took."""

    seconds: float
    mb: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 also where an aim is missed, as the machine may be busy."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, help="how often each process is started (5)")
    parser.add_argument("--builds", type=int, default=3, help="how often everything is embedded anew (3)")
    parser.add_argument("--questions", type=int, default=60, help="how many questions are answered (60)")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            show(measure(load_settings(), Path(folder), options.repeat, options.builds, options.questions))
    except AanboordError as error:
        notice(error.line(message_lang()))
        return 1
    return 0


def measure(settings: Settings, folder: Path, repeat: int, builds: int, questions: int) -> list[Row]:
    """All rows. Raises NothingReadable where the settings name no document."""
    engine = load_engine(settings.embedding)
    settings = replace(settings, home=folder / "home-1")
    rows = _builds(settings, folder, engine, builds)
    document = _document(settings)
    rows += _answers(settings, engine, document, questions)
    rows += _processes(settings, folder, repeat)
    return rows


def _document(settings: Settings) -> Source:
    """The article, or else the first document."""
    index = open_index(settings.home)
    with contextlib.closing(index):
        found = index.article or next(iter(index.sources), None)
    if found is None:
        raise NothingReadable(count=0)
    return found


def _builds(settings: Settings, folder: Path, engine: Engine, builds: int) -> list[Row]:
    """Building from nothing against embedding the same texts alone."""
    built: list[float] = []
    embedded: list[float] = []
    filled: list[float] = []
    pieces: list[float] = []
    count = 0
    for number in range(1, builds + 1):
        notice(f"build {number} of {builds}")
        here = replace(settings, home=folder / f"home-{number}")
        built.append(seconds(make_index, here))
        index = open_index(here.home)
        with contextlib.closing(index):
            entries = list(index.entries.values())
        count = len(entries)
        embedded.append(seconds(embed, engine, entries))
        path = Path(_document(here).origin)
        raw = splits(path)
        filled.append(seconds(fill, path, engine, folder / f"naive-{number}"))
        pieces.append(seconds(engine.passages, raw))
    ours, alone = statistics.median(built), statistics.median(embedded)
    naive, naive_alone = statistics.median(filled), statistics.median(pieces)
    detail = f"{count} texts in {ours:.1f} s, {alone:.1f} s embedding; naive {naive:.1f}, {naive_alone:.1f} s"
    return [Row("building the index / embedding alone", ours / alone, naive / naive_alone, 1.2, "×", detail)]


def embed(engine: Engine, entries: Sequence[Entry]) -> None:
    """Embed what an index embeds, in the same batches, and nothing else."""
    for asks in (False, True):
        texts = [e.text for e in entries if (e.kind == "ask") is asks]
        for start in range(0, len(texts), BATCH):
            (engine.questions if asks else engine.passages)(texts[start : start + BATCH])


def _answers(settings: Settings, engine: Engine, document: Source, count: int) -> list[Row]:
    """Answering a question against embedding it; each question once, so that no cache helps."""
    assistant = open_assistant(settings, engine=engine)
    naive = NaiveAssistant(document, Path(document.origin), engine)
    items = [i for i in read_items(QUESTIONS) if not i.documents and not i.history]
    asked = [i.q for i in items[:: max(1, len(items) // (count + 2))]][: count + 2]
    notice(f"{len(asked)} questions")
    took = [(seconds(engine.question, q), seconds(assistant.ask, q), seconds(naive.answer, q)) for q in asked][
        2:
    ]  # the first two warm up
    alone, ours, theirs = (statistics.median(column) * 1000 for column in zip(*took, strict=True))
    detail = f"{ours:.0f} ms, {alone:.0f} ms embedding; naive {theirs:.0f} ms"
    return [Row("answering a question / embedding it", ours / alone, theirs / alone, 3.0, "×", detail)]


def _processes(settings: Settings, folder: Path, repeat: int) -> list[Row]:
    """Whole processes, one of each kind in turn."""
    environment = {**os.environ, "AANBOORD_HOME": str(settings.home)}
    anew = folder / "anew"
    naive = (sys.executable, "-m", "eval.naive")
    filling = (*naive, "fill", str(folder / "naive-anew"), _document(settings).origin)
    commands: dict[str, tuple[str, ...]] = {
        "python": (sys.executable, "-c", "pass"),
        "index": (AANBOORD, "index", "--json"),
        "ask": (AANBOORD, "ask", QUESTION, "--json"),
        "naive": (*naive, "ask", str(folder / "naive-1"), QUESTION),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(repeat + 1):
        notice(f"processes {number} of {repeat}")
        for name, command in commands.items():
            cost = started(command, environment)
            costs[name] += [cost] if number else []  # the first fills the disk's cache
    # Building in a process of its own, its vectors known: what embedding adds is the engine's alone.
    anew.mkdir()
    shutil.copy(settings.home / "vectors.sqlite", anew)
    building = started(commands["index"], {**environment, "AANBOORD_HOME": str(anew)})
    naive_build = started(filling, environment)
    time_of = {name: statistics.median(c.seconds for c in found) for name, found in costs.items()}
    mb_of = {name: max(c.mb for c in found) for name, found in costs.items()}
    start = time_of["python"]
    return [
        Row(
            "rebuilding an unchanged index, more than starting Python",
            time_of["index"] - start,
            naive_build.seconds - start,
            1.0,
            "s",
            f"{time_of['index']:.2f} s, Python {start:.2f} s; naive builds everything again",
        ),
        Row("a cold `aanboord ask`", time_of["ask"], time_of["naive"], 3.0, "s", "the whole process"),
        Row("peak memory of `aanboord ask`", mb_of["ask"], mb_of["naive"], 600, "MB", "resident"),
        Row("peak memory of a build", building.mb, naive_build.mb, 600, "MB", "resident"),
    ]


def started(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """What a process of its own takes. A failure is an error here too."""
    done = subprocess.run(
        (sys.executable, "-c", LAUNCHER, *command), env=environment, check=True, capture_output=True, text=True
    )
    took, peak, code = json.loads(done.stdout)
    if code:
        raise subprocess.CalledProcessError(code, command)
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(took, peak * unit / 1_000_000)


def seconds(action: Callable[..., object], *given: object) -> float:
    """How long an action takes."""
    began = time.perf_counter()
    action(*given)
    return time.perf_counter() - began


def show(rows: Sequence[Row]) -> None:
    """The rows as a table; what misses its aim is marked."""
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name in ("", "ours", "naive", "aim", ""):
        table.add_column(name, justify="right" if name else "left")
    for row in rows:
        digits = 0 if row.unit == "MB" else 2
        naive = f"{row.naive:.{digits}f} {row.unit}" if row.naive is not None else ""
        aim = f"≤ {row.aim:g} {row.unit}" if row.aim is not None else ""
        missed = " !" if row.aim is not None and row.ours > row.aim else ""
        table.add_row(row.name, f"{row.ours:.{digits}f} {row.unit}{missed}", naive, aim, row.detail)
    Console(width=150).print(table)


if __name__ == "__main__":
    sys.exit(main())
