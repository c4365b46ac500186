"""The page by keyboard, screen reader, phone and printer, and with many documents."""

import base64

import pytest
from axe_core_python.selenium import Axe
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from view_page import all_of, hits, record, wait


def test_it_works_by_keyboard(page):
    """j and k change the document, / goes to the search, g to the graph, Enter selects."""
    browser = page([record(0), record(1, text="Ann met Bo once more.")])
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("j")
    assert wait(browser, "#name", "doc-1") == "doc-1"
    body.send_keys("k")
    assert wait(browser, "#name", "doc-0") == "doc-0"
    all_of(browser, ".relation")[0].send_keys(Keys.ENTER)
    assert hits(browser) == ["Ann", "met", "Bo"]
    body.send_keys("g")
    assert browser.find_element(By.ID, "graph").is_displayed()
    body.send_keys("g")
    assert browser.find_element(By.ID, "read").is_displayed()
    body.send_keys("/")
    assert browser.switch_to.active_element.get_attribute("id") == "search"
    browser.switch_to.active_element.send_keys("once")
    assert wait(browser, "#count", "1 of") == "1 of 2 documents"
    assert wait(browser, "#name", "doc-1") == "doc-1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["read", "graph"])
def test_a_screen_reader_finds_no_serious_obstacle(page, view, scheme):
    """axe reports no serious or critical violation, in light and in dark colours."""
    browser = page([record(0), record(1, meta={"title": "A", "date": "2026-01-16"})])
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.find_element(By.ID, f"tab-{view}").click()
    if view == "read":
        all_of(browser, ".relation")[0].click()
    violations = Axe().run(browser)["violations"]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    serious = [item for item in violations if item["impact"] in ("serious", "critical")]
    assert [(item["id"], item["nodes"][0]["html"]) for item in serious] == []


def test_a_phone_shows_everything_in_one_column(page):
    """On a narrow screen nothing is wider than the screen."""
    browser = page([record(0, text="Ann met Bo in " + "Llanfair" * 30 + ".")])
    browser.set_window_size(500, 900)
    width = browser.execute_script(
        "return document.documentElement.scrollWidth - window.innerWidth"
    )
    browser.set_window_size(1300, 900)
    assert width <= 0


def test_a_print_holds_the_text_and_its_relations(page):
    """Printed, the page has the text and the relations without lists and controls."""
    browser = page([record(0)])
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = [name for name in ("header", "nav", "#text", ".relation") if all_of(browser, name)]
    pdf = browser.execute_cdp_cmd("Page.printToPDF", {})["data"]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown == ["#text", ".relation"]
    assert base64.b64decode(pdf).startswith(b"%PDF")


def test_ten_thousand_documents_are_paged_and_searched(page):
    """With ten thousand documents, the list is paged, and a search finds the right ones."""
    browser = page([record(i, text=f"Ann met Bo, number {i}.") for i in range(10_000)])
    assert len(browser.find_elements(By.CSS_SELECTOR, "#documents button")) == 200
    browser.find_element(By.ID, "more").click()
    assert len(browser.find_elements(By.CSS_SELECTOR, "#documents button")) == 400
    browser.find_element(By.ID, "search").send_keys("number 777")
    assert wait(browser, "#count", "11 of") == "11 of 10000 documents"
    assert wait(browser, "#name", "777") == "doc-777"
