"""The page of `hookline view` in a real browser: headless Chromium, driven through chromedriver."""

import json

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
NASTY = "<img src=x onerror=document.title='owned'> </script> & 🙂"


def record(number, text="Ann met Bo in Rome.", name="Ann"):
    """A record with two entities, a typed and an open relation, and something removed."""

    def span(start, end, entity=None):
        place = {"raw_start": start + 2, "raw_end": end + 2, "entity": entity}
        return {"start": start, "end": end, "text": text[start:end], **place}

    entity = {"start": 0, "end": 3, "text": name, "label": "PERSON", "raw_start": 2, "raw_end": 5}
    other = {"start": 8, "end": 10, "text": "Bo", "label": "ORG", "raw_start": 10, "raw_end": 12}
    ends = {"subject": span(0, 3, 0), "object": span(8, 10, 1), "sentence": 0}
    return {
        "id": f"doc-{number}",
        "text": text,
        "meta": {},
        "removed": [
            {
                "raw_start": 22,
                "raw_end": 31,
                "text": "Subscribe",
                "stage": "boilerplate",
                "reason": "newsletter",
            }
        ],
        "sentences": [[0, len(text)]],
        "entities": [entity, other],
        "relations": [
            {"type": "meets", "predicate": span(4, 7), "rule": "meet", **ends},
            {
                "type": "open",
                "predicate": {"text": "is", "implied": True},
                "rule": "open:x",
                **ends,
            },
        ],
        "raw": f"  {text} Subscribe",
    }


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests of this file."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in FLAGS.split():
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


@pytest.fixture
def page(project, browser):
    """A function that shows records as a page in the browser."""

    def show(records):
        project.write("r.jsonl", "".join(json.dumps(item) + "\n" for item in records))
        assert project.call("view", "r.jsonl").code == 0
        browser.get("about:blank")
        browser.get((project.folder / "r.html").as_uri())
        assert not browser.get_log("browser")
        return browser

    return show


def text(browser, css):
    """Return the text of an element."""
    return browser.find_element(By.CSS_SELECTOR, css).text


def test_nothing_in_a_record_becomes_markup(page):
    """Markup in text, names and ids is shown as it stands."""
    one = record(0, text=f"Ann met Bo {NASTY}")
    browser = page([{**one, "id": NASTY}])
    assert NASTY in text(browser, "#text").replace("PERSON", "").replace("ORG", "")
    assert text(browser, "#name") == NASTY
    assert browser.title == "r · hookline"


def test_entities_relations_and_removals_are_shown(page):
    """Labels stand at the entities; a removal is struck through with its reason."""
    browser = page([record(0)])
    marks = [mark.text for mark in browser.find_elements(By.CSS_SELECTOR, "#text mark")]
    assert marks == ["AnnPERSON", "BoORG"]
    assert text(browser, "#removed del") == "Subscribe"
    assert "boilerplate: newsletter, raw 22:31" in text(browser, "#removed")
    assert "Relations (2)" in text(browser, "#relations")
    assert "Ann meets Bo" in text(browser, "#graph")


def test_a_relation_lights_up_its_words(page):
    """Focus on a relation outlines subject, predicate and object."""
    browser = page([record(0)])
    browser.find_element(By.CSS_SELECTOR, ".relation").send_keys(Keys.ENTER)
    hits = [hit.text for hit in browser.find_elements(By.CSS_SELECTOR, "#text .hit")]
    assert hits == ["Ann", "met", "Bo"] or hits == ["AnnPERSON", "met", "BoORG"]


def test_the_raw_text_shows_what_was_removed_in_its_place(page):
    """With raw text in the record, the removed words are struck through where they stood."""
    browser = page([record(0)])
    browser.find_element(By.CSS_SELECTOR, ".toggle").click()
    assert text(browser, "#text del") == "Subscribe"
    assert browser.find_element(By.CSS_SELECTOR, "#text mark").text == "AnnPERSON"


def test_filters_by_label_type_and_document(page):
    """Chips hide a label or a type, shift-click keeps one alone; a select narrows the documents."""
    plain = {**record(1, text="Nothing", name="No"), "entities": [], "relations": []}
    browser = page([record(0), plain])
    chips = browser.find_elements(By.CSS_SELECTOR, ".chips button")
    assert [chip.text for chip in chips] == ["ORG 1", "PERSON 1", "meets 1", "open 1"]
    chips[0].click()
    assert len(browser.find_elements(By.CSS_SELECTOR, "#text mark")) == 1
    chip = browser.find_elements(By.CSS_SELECTOR, ".chips button")[3]
    ActionChains(browser).key_down(Keys.SHIFT).click(chip).key_up(Keys.SHIFT).perform()
    assert "Relations (1)" in text(browser, "#relations")
    Select(browser.find_element(By.ID, "having")).select_by_value("type meets")
    assert text(browser, "#count") == "1 of 2 documents"


def test_it_works_by_keyboard(page):
    """j and k change the document, / goes to the search, which narrows the list."""
    browser = page([record(0), record(1, text="Ann met Bo once more.")])
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("j")
    assert text(browser, "#name") == "doc-1"
    body.send_keys("k")
    assert text(browser, "#name") == "doc-0"
    body.send_keys("/")
    assert browser.switch_to.active_element.get_attribute("id") == "search"
    browser.switch_to.active_element.send_keys("once")
    assert text(browser, "#count") == "1 of 2 documents"
    assert text(browser, "#name") == "doc-1"


def test_a_phone_shows_everything_in_one_column(page):
    """On a narrow screen nothing is wider than the screen."""
    browser = page([record(0)])
    browser.set_window_size(500, 900)
    width = browser.execute_script(
        "return document.documentElement.scrollWidth - window.innerWidth"
    )
    browser.set_window_size(1300, 900)
    assert width <= 0


def test_a_thousand_documents_can_be_searched(page):
    """With a thousand documents, a search finds the right ones."""
    browser = page([record(number, text=f"Ann met Bo, number {number}.") for number in range(1000)])
    browser.find_element(By.ID, "search").send_keys("number 77")
    assert text(browser, "#count") == "11 of 1000 documents"
