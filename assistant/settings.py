"""One flat frozen record of settings, read once from the environment and `aanboord.toml`.

The environment wins over the file; relative paths start at the file's folder (at the working
folder for the environment). What is unknown or impossible is an error that names its origin.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from assistant.errors import SettingError, UnknownSetting

PREFIX = "AANBOORD_"
FILE = "aanboord.toml"
# Read by the tests and by `make`, not by the program.
FOREIGN = frozenset({"AANBOORD_TEST_ARTICLE", "AANBOORD_REQUIRE_BROWSER", "AANBOORD_ROOT"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default; the README's table says what each means.

    Units stand in the names: `_s` seconds, `_mb` megabytes, `_minutes`.
    """

    home: Path
    sources: tuple[Path, ...]
    embedding: str = "bundled"
    reranker: str = ""
    model: str = ""
    model_url: str = ""
    model_key: str = ""
    model_timeout_s: float = 60.0
    model_retries: int = 1
    model_price_in: float = 0.0
    model_price_out: float = 0.0
    chroma_url: str = ""
    users: str = ""
    max_pages: int = 1000
    max_file_mb: int = 50
    max_question_chars: int = 2000
    lock_timeout_s: float = 600.0
    upload_minutes: int = 120
    root_path: str = ""


def load_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings of this process: defaults, then `folder/aanboord.toml`, then `environ`.

    Raises SettingError or UnknownSetting.
    """
    environ = os.environ if environ is None else environ
    folder = Path.cwd() if folder is None else folder
    values: dict[str, Any] = {
        "home": user_data_path("aanboord", appauthor=False),
        "sources": (folder / "corpus" / "sources",),
    }
    file = folder / FILE
    if file.is_file():
        for key, raw in _read_toml(file).items():
            values[key] = _parse(key, raw, file.parent, f"{file.name}")
    for name, raw in environ.items():
        if name.startswith(PREFIX) and name not in FOREIGN and raw != "":
            values[name.removeprefix(PREFIX).lower()] = _parse(name.removeprefix(PREFIX).lower(), raw, folder, name)
    return Settings(**values)


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(
            name=FILE, value="«" + str(error) + "»", allowed='TOML (name = "value")', origin=file.name
        ) from error


def _parse(key: str, raw: Any, folder: Path, origin: str) -> Any:
    parser = PARSERS.get(key)
    if parser is None:
        raise UnknownSetting(name=key, origin=origin, allowed=", ".join(sorted(PARSERS)))
    parse, allowed = parser
    try:
        return parse(raw, folder)
    except (ValueError, TypeError, OSError) as error:
        raise SettingError(name=PREFIX + key.upper(), value=f"«{raw}»", allowed=allowed, origin=origin) from error


def _path(raw: Any, folder: Path) -> Path:
    if not isinstance(raw, str):
        raise TypeError
    path = Path(raw).expanduser()
    return path if path.is_absolute() else folder / path


def _paths(raw: Any, folder: Path) -> tuple[Path, ...]:
    parts = raw.split(os.pathsep) if isinstance(raw, str) else list(raw)
    return tuple(_path(part, folder) for part in parts if part)


def _text(raw: Any, folder: Path) -> str:
    if not isinstance(raw, str):
        raise TypeError
    return raw.strip()


def _whole(low: int, high: int) -> Callable[[Any, Path], int]:
    def parse(raw: Any, folder: Path) -> int:
        number = int(str(raw))
        if isinstance(raw, (bool, float)) or not low <= number <= high:
            raise ValueError
        return number

    return parse


def _seconds(raw: Any, folder: Path) -> float:
    number = float(str(raw))
    if not 0 < number <= 86_400:
        raise ValueError
    return number


def _price(raw: Any, folder: Path) -> float:
    number = float(str(raw))
    if not 0 <= number <= 100_000:
        raise ValueError
    return number


def _engine(raw: Any, folder: Path) -> str:
    """`bundled` or `sentence-transformers:NAME-OR-FOLDER`."""
    text = _text(raw, folder)
    if text != "bundled" and not (text.startswith("sentence-transformers:") and text.split(":", 1)[1]):
        raise ValueError
    name = text.partition(":")[2]
    local = folder / Path(name).expanduser()
    return f"sentence-transformers:{local}" if name and local.is_dir() else text


def _name(raw: Any, folder: Path) -> str:
    """A name, or a folder beside the file that names it."""
    text = _text(raw, folder)
    local = folder / Path(text).expanduser()
    return str(local) if text and local.is_dir() else text


def _url(raw: Any, folder: Path) -> str:
    text = _text(raw, folder)
    if text and not text.startswith(("http://", "https://")):
        raise ValueError
    return text.rstrip("/")


PARSERS: dict[str, tuple[Callable[[Any, Path], Any], str]] = {
    "home": (_path, "a folder"),
    "sources": (_paths, f"files or folders, separated by {os.pathsep}"),
    "embedding": (_engine, "bundled, or sentence-transformers:NAME-OR-FOLDER"),
    "reranker": (_name, "the name or folder of a cross-encoder, or nothing"),
    "model": (_text, "a model as init_chat_model takes it, such as ollama:llama3.2, or nothing"),
    "model_url": (_url, "http://host:port/v1, or nothing"),
    "model_key": (_text, "the key of the model's service, or nothing"),
    "model_timeout_s": (_seconds, "seconds, more than 0"),
    "model_retries": (_whole(0, 10), "0 to 10"),
    "model_price_in": (_price, "a sum for a million tokens, 0 where it costs nothing"),
    "model_price_out": (_price, "a sum for a million tokens, 0 where it costs nothing"),
    "chroma_url": (_url, "http://host:port, or nothing"),
    "users": (_text, "a file, or nothing"),
    "max_pages": (_whole(1, 100_000), "1 to 100000"),
    "max_file_mb": (_whole(1, 10_000), "1 to 10000"),
    "max_question_chars": (_whole(20, 100_000), "20 to 100000"),
    "lock_timeout_s": (_seconds, "seconds, more than 0"),
    "upload_minutes": (_whole(1, 10_080), "1 to 10080"),
    "root_path": (_text, "the path under which a proxy shows the page, or nothing"),
}
assert set(PARSERS) == {f.name for f in fields(Settings)}
