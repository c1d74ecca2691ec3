"""Who may import whom, so that a number can be followed from the page back to its document.

app -> pages -> barometr.ui -> barometr.{export, publish} -> barometr.judgement -> barometr.words
-> barometr.{catalog, engine, organisation} -> barometr.drawing -> barometr.measures
"""

import ast
from pathlib import Path

import pytest

from barometr.project import PROJECT

# The floors of the house, from the top; a file may import from its own floor and those below.
FLOORS = ["app", "pages", "barometr.__main__", "barometr.data_commands", "barometr.ui", "middle"]
FLOORS += ["barometr.judgement", "barometr.words"]
FLOORS += ["ground", "barometr.drawing", "barometr.measures"]
MIDDLE = ("barometr.export", "barometr.publish")
GROUND = ("barometr.catalog", "barometr.engine", "barometr.find", "barometr.organisation")
GROUND += ("barometr.project", "barometr.published", "barometr.command_errors")
# Modules that only draw and format: what they need is handed to them.
PLAIN = ["barometr/words/formats.py", "barometr/words/texts.py"]
PLAIN += [f"barometr/drawing/{name}.py" for name in ("theme", "marks", "charts", "small", "fan", "path", "picture")]


def source_files() -> list[Path]:
    """Return every Python file of the application, without its tests."""
    found = [*PROJECT.glob("*.py"), *PROJECT.glob("pages/**/*.py"), *PROJECT.glob("barometr/**/*.py")]
    return sorted(found)


def module_of(file: Path) -> str:
    parts = file.relative_to(PROJECT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imported_by(file: Path) -> set[str]:
    """Return the modules a file imports anywhere in it, as full names; "from a import b" gives a and a.b."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    package = module_of(file).split(".")
    if file.name != "__init__.py":
        package = package[:-1]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            origin = ".".join(part for part in (base, node.module) if part)
            found |= {origin} | {f"{origin}.{name.name}" for name in node.names}
    return found


def lies_in(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def floor(module: str) -> int | None:
    """Return the floor of one of our modules, 0 being the top; None for anybody else's."""
    for package in [name for name in FLOORS if name not in ("middle", "ground")]:
        if lies_in(module, package):
            return FLOORS.index(package)
    if any(lies_in(module, package) for package in MIDDLE):
        return FLOORS.index("middle")
    if any(lies_in(module, package) for package in GROUND):
        return FLOORS.index("ground")
    return None


def name_of(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()


FILES = {name_of(file): file for file in source_files()}


def test_the_rules_look_at_real_files():
    assert {"barometr/engine.py", "barometr/publish/build.py", *PLAIN} <= set(FILES)
    assert "barometr.engine" in imported_by(FILES["barometr/publish/build.py"])


@pytest.mark.parametrize("name", FILES)
def test_nothing_imports_from_a_floor_above(name):
    own = floor(module_of(FILES[name]))
    if own is not None:
        floors = {module: floor(module) for module in imported_by(FILES[name])}
        assert [module for module, at in floors.items() if at is not None and at < own] == []


def test_every_module_of_ours_has_a_floor():
    """A new package must be given its place in the picture."""
    homeless = [name for name, file in FILES.items() if name.startswith("barometr/") and floor(module_of(file)) is None]
    assert homeless == ["barometr/__init__.py"]


def test_only_the_engine_imports_duckdb():
    users = [name for name, file in FILES.items() if any(lies_in(module, "duckdb") for module in imported_by(file))]
    # rerun.py leaves the house: it stands in every bundle and is run there, where there is no engine.
    assert users == ["barometr/engine.py", "barometr/export/bundle/rerun.py"]


def test_streamlit_stays_in_the_pages_and_the_ui():
    for name, file in FILES.items():
        if any(lies_in(module, "streamlit") for module in imported_by(file)):
            at_the_top = "/" not in name
            assert at_the_top or name.startswith(("pages/", "barometr/ui/")), name


def test_measures_import_nothing_of_ours():
    """They are sums on plain numbers: no data, no screen."""
    for name, file in FILES.items():
        if name.startswith("barometr/measures/"):
            ours = [module for module in imported_by(file) if lies_in(module, "barometr")]
            assert [module for module in ours if not lies_in(module, "barometr.measures")] == [], name


@pytest.mark.parametrize("name", PLAIN)
def test_what_only_draws_and_formats_asks_neither_the_screen_nor_the_data(name):
    forbidden = ("streamlit", "duckdb", *GROUND)
    imported = imported_by(FILES[name])
    assert [module for module in imported if any(lies_in(module, package) for package in forbidden)] == []
