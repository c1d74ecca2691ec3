"""The catalogue of texts: complete in both languages, nothing missing, nothing left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
import yaml

from barometr.project import PROJECT
from barometr.words.texts import LANGUAGES, catalogue, plural, plural_form, text

CODE = [PROJECT / "app.py", *sorted((PROJECT / "pages").glob("*.py")), *sorted((PROJECT / "barometr").rglob("*.py"))]
PLURAL_FORMS = ("one", "few", "many", "other")
# The status vocabulary: what a value can be, and which of these leave a cell without a number.
VALUED = ("actual", "approx", "provisional", "pilot", "plan", "baseline", "target")
MISSING = ("no_data", "in_progress", "not_applicable")
# Statuses of goals and projects; they never belong to a value.
OF_GOALS = {"planned", "not_carried_out", "no_status"}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def plural_keys() -> set[str]:
    """Return the keys that stand for a group of plural forms ("overview.more")."""
    return {key.rpartition(".")[0] for key in catalogue() if key.rpartition(".")[2] in PLURAL_FORMS}


def asked_for(file: Path) -> Iterator[tuple[str, ast.expr]]:
    """Yield the method (text or plural) and the key of every call that asks for a text."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("text", "plural"):
            of_module = isinstance(node.func.value, ast.Name) and node.func.value.id == "texts"
            yield node.func.attr, node.args[1 if of_module else 0]


def pattern(key: ast.expr) -> str | None:
    """Return a computed key as a regular expression; None for a key that comes in a variable."""
    match key:
        case ast.Constant(value=str(constant)):
            return re.escape(constant)
        case ast.JoinedStr(values=parts):
            return "".join(pattern(part) or ".+" for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return (pattern(left) or ".+") + (pattern(right) or ".+")
    return None


ASKED = [
    pytest.param(method, found, id=f"{file.relative_to(PROJECT)}:{key.lineno}")
    for file in CODE
    for method, key in asked_for(file)
    if (found := pattern(key)) is not None
]


def test_the_code_is_found_to_ask_for_texts():
    """If the search stopped finding calls, the tests below would pass without looking at anything."""
    assert len(ASKED) > 60


def test_every_text_is_there_in_both_languages():
    assert [key for key, words in catalogue().items() if not all(words[one].strip() for one in LANGUAGES)] == []


def test_a_text_takes_the_same_placeholders_in_both_languages():
    differing = [key for key, words in catalogue().items() if placeholders(words["pl"]) != placeholders(words["en"])]
    assert differing == []


@pytest.mark.parametrize(("method", "key"), ASKED)
def test_every_key_the_code_asks_for_is_in_the_catalogue(method, key):
    known = plural_keys() if method == "plural" else catalogue()
    assert any(re.fullmatch(key, one) for one in known), f"texts/*.toml have no {key}"


def test_every_key_of_the_catalogue_is_used():
    """A text that nobody shows is a text that nobody keeps right."""
    patterns = [param.values for param in ASKED]
    literals = {
        node.value
        for file in CODE
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unused = []
    for key in catalogue():
        group, _, form = key.rpartition(".")
        by_plural = form in PLURAL_FORMS and any(
            re.fullmatch(one, group) for method, one in patterns if method == "plural"
        )
        by_pattern = any(re.fullmatch(one, key) for method, one in patterns if method == "text")
        if not (by_plural or by_pattern or key in literals):
            unused.append(key)
    assert unused == []


@pytest.mark.parametrize("name", [file.stem for file in CODE if file.parent.name == "pages"])
def test_every_page_has_its_menu_entry_title_and_lead(name):
    assert {f"{name}.{part}" for part in ("menu", "title", "lead")} <= set(catalogue())


@pytest.mark.parametrize("group", sorted(plural_keys()))
def test_a_plural_text_has_every_form(group):
    """Polish needs one, few, many and other; a form left out would print the wrong ending."""
    assert {f"{group}.{form}" for form in PLURAL_FORMS} <= set(catalogue())
    assert all(placeholders(catalogue()[f"{group}.{form}"]["pl"]) == {"n"} for form in PLURAL_FORMS)


@pytest.mark.parametrize(
    ("number", "polish", "english"),
    [
        (1, "one", "one"),
        (2, "few", "other"),
        (4, "few", "other"),
        (5, "many", "other"),
        (12, "many", "other"),
        (22, "few", "other"),
        (0, "many", "other"),
        (1.5, "other", "other"),
    ],
)
def test_the_plural_form_follows_the_number(number, polish, english):
    assert (plural_form("pl", number), plural_form("en", number)) == (polish, english)


@pytest.mark.parametrize("number", [1, 2, 5])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_text_is_the_one_of_its_form_with_the_number_in_it(language, number):
    group = sorted(plural_keys())[0]
    form = plural_form(language, number)
    assert plural(language, group, number) == text(language, f"{group}.{form}", n=number)
    assert str(number) in plural(language, group, number)


def test_the_vocabulary_is_the_one_the_documents_are_written_down_with():
    """A status added to the schema needs its words here before a page can show it."""
    fields = yaml.safe_load((PROJECT / "data/schema.yaml").read_text(encoding="utf-8"))["transcribed"]["fields"]
    allowed = next(field for field in fields if field["name"] == "status")["constraints"]["enum"]
    assert set(allowed) - OF_GOALS == {*VALUED, *MISSING}


@pytest.mark.parametrize("status", [*VALUED, *MISSING])
def test_every_status_has_its_name_its_cell_and_its_meaning(status):
    assert {f"status.{status}.{part}" for part in ("name", "cell", "meaning")} <= set(catalogue())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", VALUED)
def test_the_cell_of_a_value_prints_the_value(status, language):
    assert "4060" in text(language, f"status.{status}.cell", value="4060")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", MISSING)
def test_the_cell_of_a_missing_value_has_a_sign_and_no_number(status, language):
    """A missing value is neither blank nor zero."""
    sign = text(language, f"status.{status}.cell")
    assert sign.strip()
    assert not re.search(r"[\d{}]", sign)


def test_a_status_is_told_from_the_others_by_its_name():
    for language in LANGUAGES:
        names = [text(language, f"status.{status}.name") for status in (*VALUED, *MISSING)]
        assert len(set(names)) == len(names)


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError):
        text("pl", "no.such.key")
