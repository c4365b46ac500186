"""A document on the page: its text, its relations, search and filters."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait
from view_page import all_of, event, hits, record, span, text, wait

NASTY = "<img src=x onerror=document.title='owned'> </script> & 🙂"


def test_nothing_in_a_record_becomes_markup(page):
    """Markup in text, names, titles and ids is shown as it is."""
    nasty = record(0, text=f"Ann met Bo {NASTY}", meta={"title": NASTY, "date": NASTY})
    browser = page([{**nasty, "id": NASTY}])
    assert NASTY in text(browser, "#text .words").replace("PERSON", "").replace("ORG", "")
    assert text(browser, "#name") == NASTY
    assert browser.title == "r · hookline"


def test_entities_relations_and_removals_are_shown(page):
    """Labels are at the entities; a removal is struck through with its reason."""
    browser = page([record(0)])
    marks = [mark.text for mark in browser.find_elements(By.CSS_SELECTOR, "#text mark")]
    assert marks == ["AnnPERSON", "BoORG"]
    assert text(browser, "#removed del") == "Subscribe"
    assert "boilerplate: newsletter, raw 22:31" in text(browser, "#removed")


def test_titles_sources_and_dates_are_shown_and_searched(page):
    """A document is listed by its title, with source and date, and found by each of them."""
    meta = {"title": "Two meet", "url": "https://news.example/a", "date": "2026-01-16"}
    browser = page([record(0), record(1, meta=meta)])
    assert all_of(browser, "#documents button")[1].text == "Two meet\nnews.example · 2026-01-16"
    for query in ("two MEET", "news.example", "2026-01", "doc-1"):
        field = browser.find_element(By.ID, "search")
        field.clear()
        field.send_keys(query)
        assert wait(browser, "#count", "1 of 2") == "1 of 2 documents"
        assert wait(browser, "#about", "news") == "news.example · 2026-01-16 · doc-1"


def test_the_source_is_a_link_to_the_address(page):
    """An address of the web is opened from the source and found by the search; any other is text."""
    script = {"source": "Script", "url": "javascript:alert(1)"}
    browser = page([record(0, meta={"url": "https://news.example/a"}), record(1, meta=script)])
    link = browser.find_element(By.CSS_SELECTOR, "#about a")
    assert (link.text, link.get_attribute("href")) == ("news.example", "https://news.example/a")
    field = browser.find_element(By.ID, "search")
    field.send_keys("example/a")
    assert wait(browser, "#count", "1 of 2") == "1 of 2 documents"
    field.clear()
    field.send_keys("doc-1")
    assert wait(browser, "#about", "Script") == "Script"
    assert not browser.find_elements(By.CSS_SELECTOR, "#about a")


def test_a_match_inside_a_name_leaves_no_gap(page):
    """The parts of an entity that a search underlines in part stand as close as its letters."""
    text_ = "Syrian forces met Bo."
    browser = page([record(0, text=text_, name="Syrian forces")])
    browser.find_element(By.ID, "search").send_keys("yria")
    wait(browser, "#text .match", "yria")
    first, match, last = browser.execute_script(
        "return [...document.querySelectorAll('#text mark')].slice(0, 3).map((mark) => {"
        " const range = document.createRange(); range.selectNodeContents(mark);"
        " const box = range.getBoundingClientRect(); return [box.left, box.right]; })"
    )
    assert abs(match[0] - first[1]) < 0.5
    assert abs(last[0] - match[1]) < 0.5


def test_relations_are_beside_their_sentence_typed_ones_first(page):
    """Each paragraph has its own relations; open ones are folded up behind the typed ones."""
    words = "Nobody came.\nAnn met Bo in Rome."
    browser = page([record(0, text=words, sentences=[[0, 12], [13, 32]])])
    rows = browser.find_elements(By.CSS_SELECTOR, "#text .row")
    assert [len(row.find_elements(By.CSS_SELECTOR, ".relation")) for row in rows] == [0, 2]
    assert [item.text for item in all_of(browser, ".relation")] == ["meets Ann met Bo"]
    assert text(browser, ".notes summary") == "1 open"
    left = rows[1].find_element(By.CSS_SELECTOR, ".words").rect
    right = rows[1].find_element(By.CSS_SELECTOR, ".notes").rect
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


def test_a_relation_says_who_when_where_and_whether(page):
    """Polarity, modality, claim, time, place and qualifiers of a relation are beside it."""
    words = "Ann met Bo in Rome on Friday, says Cy, the mayor."
    told = event(
        words,
        "met",
        polarity="negative",
        modality="possible",
        claim={"source": span(words, "Cy"), "event": None},
        time={**span(words, "Friday"), "value": "2026-01-16"},
        place=span(words, "Rome"),
    )
    one = record(0, text=words, events=[told])
    one["relations"][1]["qualifiers"] = {"title": span(words, "mayor"), "status": "former"}
    browser = page([one])
    assert text(browser, ".relation.other small") == (
        "possible · denied · mayor · former · says Cy · when: Friday (2026-01-16) · where: Rome"
    )
    assert not browser.find_element(By.CSS_SELECTOR, "[role=tablist]").is_displayed()


def test_a_click_lights_exactly_that_relation_and_it_stays(page):
    """The words of the relation are outlined, on screen, whatever the pointer does next."""
    words = "\n".join([*["Nobody came."] * 60, "Ann met Bo in Rome.", *["Nobody left."] * 60])
    browser = page([record(0, text=words, sentences=[[0, len(words)]])])
    target = all_of(browser, ".relation")[0]
    browser.execute_script("arguments[0].scrollIntoView({block: 'end'})", target)
    target.click()
    assert hits(browser) == ["Ann", "met", "Bo"]
    browser.find_element(By.CSS_SELECTOR, ".notes summary").click()
    ActionChains(browser).move_to_element(all_of(browser, ".relation")[-1]).perform()
    assert hits(browser) == ["Ann", "met", "Bo"]
    assert target.get_attribute("aria-pressed") == "true"
    box = browser.execute_script(
        "return document.querySelector('.hit').getBoundingClientRect().toJSON()"
    )
    assert 0 <= box["top"] < box["bottom"] <= browser.execute_script("return window.innerHeight")
    target.click()
    assert hits(browser) == []


def test_a_name_lights_all_its_mentions(page):
    """A name of the document, or a click on an entity, outlines every mention of its cluster."""
    words = "Ann met Bo. She left."
    one = record(0, text=words)
    she = {**span(words, "She"), "kind": "pronoun"}
    one["clusters"][0]["mentions"].append(she)
    browser = page([one])
    browser.find_element(By.CSS_SELECTOR, "#text mark").click()
    assert hits(browser) == ["Ann", "She"]
    browser.find_element(By.CSS_SELECTOR, "#names summary").click()
    assert [item.text for item in all_of(browser, "#names button")] == ["Ann 2", "Bo"]
    all_of(browser, "#names button")[1].click()
    assert hits(browser) == ["Bo"]
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.ESCAPE)
    assert hits(browser) == []


def test_the_raw_text_shows_what_was_removed_in_its_place(page):
    """With raw text in the record, the removed words are struck through where they stood."""
    browser = page([record(0)])
    browser.find_element(By.CSS_SELECTOR, ".toggle").click()
    assert wait(browser, "#text del") == "Subscribe"
    assert browser.find_element(By.CSS_SELECTOR, "#text mark").text == "AnnPERSON"


def test_filters_by_label_type_and_document(page):
    """Chips hide a label or a type, shift-click keeps one alone; a select narrows the documents."""
    plain = {**record(1), "text": "Nothing", "entities": [], "clusters": [], "relations": []}
    browser = page([record(0), plain])
    chips = browser.find_elements(By.CSS_SELECTOR, "#filters .chips button")
    assert [chip.text for chip in chips] == ["ORG 1", "PERSON 1", "meets 1", "open 1"]
    chips[0].click()
    WebDriverWait(browser, 5).until(
        lambda _: len(browser.find_elements(By.CSS_SELECTOR, "#text mark")) == 1
    )
    chip = browser.find_elements(By.CSS_SELECTOR, "#filters .chips button")[3]
    ActionChains(browser).key_down(Keys.SHIFT).click(chip).key_up(Keys.SHIFT).perform()
    WebDriverWait(browser, 5).until(
        lambda _: [item.text for item in all_of(browser, ".relation")] == ["open Ann (is) Bo"]
    )
    Select(browser.find_element(By.ID, "having")).select_by_value("type meets")
    assert wait(browser, "#count", "1 of") == "1 of 2 documents"
