"""Writing to the disk: a file or folder appears complete under its name, or not at all."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from barometr.engine import left_out, published_folder
from barometr.export.table import ExportError
from barometr.published import manifest

# The oldest moment a ZIP can name: the same data give the same bytes.
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files by their path as a ZIP; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
    return buffer.getvalue()


def stored_files() -> dict[str, Path]:
    """Return the published Parquet files of the moment by their path; raises ExportError when one is damaged."""
    if left_out():
        named = "; ".join(f"{name}: {why}" for name, why in left_out().items())
        raise ExportError(
            f"Published files are damaged ({named}). Build the data anew (make data), or restore a backup."
        )
    folder = published_folder()
    return {name: folder / name for name in manifest(folder)}


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
