"""The review as an evaluator meets it: trying out a value, seeing the status change, and taking it back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from barometr.words.texts import LANGUAGES, Language, text
from tests.browser.test_walk import dialog, settle, visit

pytestmark = pytest.mark.browser

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def row(page: Page) -> Locator:
    """Return the row of the first target: new day support places, 0 in 2015 and 30 in 2022."""
    return page.locator(".b-review tbody tr:has([data-trace='rumia_strategy_2017.1'])")


def open_trials(page: Page, language: Language) -> None:
    page.get_by_text(text(language, "review.trial_title"), exact=True).click()


def banner(page: Page) -> Locator:
    return page.locator(".st-key-review_banner")


@in_both_languages
def test_a_trial_value_changes_the_status_until_it_is_taken_back(page: Page, language: Language):
    visit(page, "review", language, area="rumia")
    expect(row(page)).to_contain_text(text(language, "progress.status.no_data"))
    open_trials(page, language)
    name = {"pl": "Nowe miejsca wsparcia dziennego", "en": "New day support places"}[language]
    page.get_by_role("textbox", name=re.compile(f"^{name}")).fill("17")
    page.get_by_role("button", name=text(language, "review.try_out"), exact=True).click()
    expect(row(page)).to_contain_text(text(language, "progress.status.on_track"))
    expect(row(page)).to_contain_text(text(language, "review.trial_word"))
    expect(banner(page)).to_be_visible()
    assert "17" not in page.url.partition("?")[2]
    banner(page).get_by_role("button").click()
    expect(banner(page)).to_have_count(0)
    expect(row(page)).to_contain_text(text(language, "progress.status.no_data"))


def test_a_file_of_trial_values_is_read_and_its_mistakes_are_named(page: Page):
    visit(page, "review", area="rumia")
    open_trials(page, "pl")

    def upload(value: str) -> None:
        content = "area_id;indicator_id;member;year;value\n"
        content += f"rumia_revitalisation;day_support_places_created;;2019;{value}\n"
        page.locator(".st-key-review_trial_file input[type=file]").set_input_files(
            {"name": "values.csv", "mimeType": "text/csv", "buffer": content.encode()}
        )
        expect(page.get_by_test_id("stFileChip")).to_have_count(1)
        page.get_by_role("button", name=text("pl", "review.read_file"), exact=True).click()

    upload("dużo")
    expect(page.get_by_role("alert")).to_contain_text("wiersz 2, kolumna value: „dużo” nie jest liczbą")
    expect(banner(page)).to_have_count(0)
    upload("10")
    expect(row(page)).to_contain_text(text("pl", "progress.status.limited"))


def test_the_card_of_a_status_opens_by_keyboard(page: Page):
    visit(page, "review", area="rumia")
    opener = page.locator(".b-review summary").first
    opener.focus()
    page.keyboard.press("Enter")
    card = page.locator(".b-review details").first
    expect(card).to_have_attribute("open", "")
    expect(card.get_by_text("0 + (30 − 0) × (2019 − 2015) / (2022 − 2015) = 17,1429")).to_be_visible()


def test_a_baseline_opens_its_trace(page: Page):
    visit(page, "review", area="rumia")
    page.locator("[data-trace='rumia_strategy_2017.5']").first.click()
    expect(dialog(page)).to_contain_text("16")


@pytest.mark.parametrize("area", ["gdansk", "rumia", "sopot"])
def test_on_a_phone_nothing_sticks_out(page: Page, area: str):
    """Nine columns do not fit 390 pixels: each target becomes a card."""
    page.set_viewport_size({"width": 390, "height": 850})
    visit(page, "review", area=area)
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = "[...document.querySelectorAll('.b-review *')].filter(e => e.getBoundingClientRect().right > 391).length"
    assert page.evaluate(wide) == 0


def test_the_link_names_city_and_year(page: Page):
    visit(page, "review", area="rumia")
    page.locator(".st-key-choice_year [data-baseweb='select'], .st-key-choice_year [role='combobox']").first.click()
    page.get_by_role("option", name="2018", exact=True).click()
    expect(page).to_have_url(re.compile(r"[?&]year=2018(&|$)"))
    settle(page)
    expect(page.get_by_text("Za 2018 r. nie da się ocenić żadnej")).to_be_visible()
