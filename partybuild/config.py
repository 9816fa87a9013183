"""Where the instance keeps its files, and the settings of the web process."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Instance:
    """The folder of one installation: database, keys, imports, exports; mode 0700."""

    folder: Path

    @classmethod
    def from_environment(cls, name: str = "") -> "Instance":
        """The folder named by PARTYBUILD_INSTANCE, else ./instance; `name` picks a subfolder."""
        root = Path(os.environ.get("PARTYBUILD_INSTANCE", "instance")).resolve()
        folder = root / name if name else root
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(folder)

    @property
    def database_url(self) -> str:
        """DATABASE_URL, else an SQLite file in the folder."""
        return os.environ.get("DATABASE_URL") or f"sqlite:///{self.folder / 'partybuild.sqlite'}"

    def subfolder(self, name: str) -> Path:
        """A folder for imports, exports or evidence, made on first use."""
        path = self.folder / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path


def resources(name: str) -> Path:
    """templates/, static/ or migrations/: beside the package in a checkout, inside it in a wheel."""
    inside = Path(__file__).parent / f"_{name}"
    return inside if inside.exists() else Path(__file__).parents[1] / name


def web_settings() -> dict[str, object]:
    """Flask's settings that do not depend on the instance."""
    return {
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "TEMPLATES_AUTO_RELOAD": False,
        "JSON_AS_ASCII": False,
    }
