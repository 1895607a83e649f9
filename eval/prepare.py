"""Make `corpus/prepared/`: the framework's vectors and probes for the bundled engine (`make prepared`).

To be run after a change to `corpus/framework/` or `corpus/readings/`; a test says when it was forgotten.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from assistant.embeddings import load_engine
from assistant.framework import load_framework
from assistant.index.entries import entries
from assistant.index.prepared import PROBES, load_prepared, prepared_folder, write_prepared
from assistant.index.probes import learn, probes_key, write_probes
from assistant.index.readings import reading_entries
from assistant.index.vectors import VectorCache, vector_key
from assistant.readings import load_readings
from assistant.records import LANGS
from assistant.settings import load_settings
from assistant.terminal import message_lang, progress_bar


def main() -> None:
    """Embed, learn, write."""
    engine, framework = load_engine("bundled"), load_framework()
    folder = prepared_folder(engine.fingerprint)
    shutil.rmtree(folder, ignore_errors=True)
    load_prepared.cache_clear()
    found = entries((), framework.claims)
    known = [*found, *reading_entries(load_readings())]
    cache = VectorCache(load_settings().home / "prepared.sqlite")
    with progress_bar(message_lang()) as progress:
        matrix, _ = cache.embed(known, engine, progress)
    for lang in LANGS:
        chosen = [i for i, entry in enumerate(known) if entry.lang == lang]
        keys = [vector_key(engine.fingerprint, known[i]) for i in chosen]
        write_prepared(folder / f"vectors-{lang}.npz", keys, [matrix[i] for i in chosen])
    load_prepared.cache_clear()
    with tempfile.TemporaryDirectory() as empty:
        reread = VectorCache(Path(empty) / "vectors.sqlite")
        brought, new = reread.embed(known, engine, lambda done, total: None)
        reread.close()
    assert new == 0, "every vector is brought"
    with progress_bar(message_lang()) as progress:
        probes = learn(framework, found, brought[: len(found)], cache, engine, progress)
    cache.close()
    write_probes(folder / PROBES, probes, probes_key(framework, engine.fingerprint))
    for file in sorted(folder.iterdir()):
        print(
            f"{file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file}: {file.stat().st_size} bytes"
        )


if __name__ == "__main__":
    main()
