"""./dev lock: the requirement files compiled with hashes, without the address of any package index."""

from __future__ import annotations

import subprocess

from devtool.venv import Environment
from devtool.words import say

# later ones are held to the first by -c
FILES = ("requirements", "requirements-embedded", "requirements-dev", "requirements-node", "requirements-bench")
FLAGS = (
    "--quiet",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-header",
    "--strip-extras",
    "--allow-unsafe",
)


def compile_all(environment: Environment) -> int:
    """Returns the exit code of the first compilation that fails, else 0. What is pinned stays pinned where it fits."""
    for name in FILES:
        say(f"compiling {name}.txt")
        command = [str(environment.bin / "pip-compile"), *FLAGS, "--output-file", f"{name}.txt", f"{name}.in"]
        code = subprocess.run(command, cwd=environment.root, env=environment.clean_env()).returncode
        if code:
            return code
    return 0
