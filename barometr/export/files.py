"""Writing to the disk: a file or folder appears complete under its name, or not at all."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from barometr.export.table import ExportError


def write_file(path: Path, content: bytes) -> Path:
    """Write a file, replacing an earlier one of that name at the end; returns the path."""

    def make(made: Path) -> None:
        made.write_bytes(content)
        made.replace(path)

    _beside(path, make)
    return path


def write_folder(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write a folder that is new or was empty; returns the path."""
    if path.exists() and not path.is_dir():
        raise ExportError(f"{path} is a file, not a folder: name a folder that does not exist yet, or a .zip file.")
    if path.is_dir() and any(path.iterdir()):
        raise ExportError(f"The folder {path} is not empty: name one that does not exist yet, or empty it first.")

    def make(made: Path) -> None:
        for name, content in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(content)
        if path.exists():
            path.rmdir()
        made.rename(path)

    _beside(path, make)
    return path


def _beside(path: Path, make: Callable[[Path], None]) -> None:
    """Call `make` with a name in a temporary folder on the same disk, so that renaming is one step."""
    if not path.parent.is_dir():
        raise ExportError(f"There is no folder {path.parent}: create it first, or name another place.")
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".barometr-") as folder:
            make(Path(folder) / "made")
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"{path} cannot be written ({reason}): name a place where you may write.") from error
