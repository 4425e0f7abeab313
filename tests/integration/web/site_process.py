"""A site of its own for a test: an empty data folder, its database set up, and programs that run in it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Site:
    """A data folder and, where it is not the embedded database, a database's address."""

    data: Path
    database: str = ""

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run Python with the site's settings."""
        return subprocess.run(
            [sys.executable, *command], env=self.environment, capture_output=True, text=True, check=False, timeout=600
        )

    def program(self, program: str) -> str:
        """Run a program within the application; gives what it printed."""
        done = self.run("-c", f"import django; django.setup()\n{program}")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def set_up(self) -> Site:
        """Make the database."""
        done = self.run("-m", "django", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        return self

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the site's programs."""
        settings = {"DATA": str(self.data), "DATABASE": self.database, "READER": "rules"}
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "wholestory.web.settings",
            **{f"WHOLESTORY_{name}": value for name, value in settings.items()},
        }
