"""The command line as an operator calls it: a process of its own on an instance of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Instance:
    """An instance in a scratch folder, driven from outside."""

    def __init__(self, folder, url=None):
        self.folder = folder
        kept = {"PATH", "LANG", "HOME", "TMPDIR", "USER", "LOGNAME"}
        self.environment = {k: v for k, v in os.environ.items() if k in kept}
        self.environment |= {
            "PARTYBUILD_INSTANCE": str(folder),
            "PARTYBUILD_NOW": "2026-11-20T09:30:00",
            "PYTHONPATH": str(ROOT),
        }
        if url:
            self.environment["DATABASE_URL"] = url

    def call(self, *words):
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "partybuild", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def done(self, *words):
        """Run one command that must succeed; what it wrote."""
        answer = self.call(*words)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    def start(self, *words):
        """Start one that goes on."""
        return subprocess.Popen(
            [sys.executable, "-m", "partybuild", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
