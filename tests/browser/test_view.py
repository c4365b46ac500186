"""The page of `hookline view` in a real browser: headless Chromium, driven through chromedriver."""

import base64
import json

import pytest
from axe_core_python.selenium import Axe
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
NASTY = "<img src=x onerror=document.title='owned'> </script> & 🙂"


def span(text, words, entity=None, cluster=None):
    """The span of the first occurrence of words, with raw offsets moved by two."""
    start = text.index(words)
    end = start + len(words)
    offsets = {"start": start, "end": end, "text": words}
    raw = {"raw_start": start + 2, "raw_end": end + 2}
    return {**offsets, **raw, "entity": entity, "contains": [], "cluster": cluster}


def event(text, words, **changes):
    """The event of a verb, a fact unless `changes` say otherwise."""
    plain = {key: value for key, value in span(text, words).items() if key.endswith(("t", "d"))}
    fact = {"polarity": "positive", "modality": "actual", "factuality": 3.0}
    empty = {"claim": None, "time": None, "place": None}
    return {**plain, "lemma": words, "sentence": 0, **fact, **empty, **changes}


def record(number, text="Ann met Bo in Rome.", name="Ann", meta=None, **changes):
    """A record with two entities, a typed and an open relation, and something removed."""
    entities, clusters = [], []
    for index, (words, label) in enumerate(((name, "PERSON"), ("Bo", "ORG"))):
        mention = span(text, words, index)
        del mention["contains"], mention["cluster"]
        clusters.append({"name": words, "label": label, "mentions": [{**mention, "kind": "name"}]})
        del mention["entity"]
        entities.append({**mention, "label": label, "cluster": index, "value": None})
    ends = {"subject": span(text, name, 0, 0), "object": span(text, "Bo", 1, 1), "sentence": 0}
    common = {**ends, "event": 0, "qualifiers": {}}
    implied = {"text": "is", "implied": True}
    return {
        "id": f"doc-{number}",
        "text": text,
        "meta": meta or {},
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
        "entities": entities,
        "clusters": clusters,
        "events": [event(text, "met")],
        "relations": [
            {"type": "open", "predicate": implied, "rule": "open:x", **common},
            {"type": "meets", "predicate": span(text, "met"), "rule": "meet", **common},
        ],
        "raw": f"  {text} Subscribe",
        **changes,
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
    driver.set_window_size(1300, 900)
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
        wait(browser, "#name")
        assert not browser.get_log("browser")
        return browser

    return show


def wait(browser, css, words=""):
    """Wait until an element has the words, or any text, and return its text."""

    def shown(_):
        found = text(browser, css)
        return found if found and words in found else None

    return WebDriverWait(browser, 5).until(shown)


def text(browser, css):
    """Return the text of the first element, empty if there is none."""
    elements = browser.find_elements(By.CSS_SELECTOR, css)
    return elements[0].text if elements else ""


def all_of(browser, css):
    """Return the elements that are on screen."""
    return [item for item in browser.find_elements(By.CSS_SELECTOR, css) if item.is_displayed()]


def hits(browser):
    """Return the words that are lit in the text."""
    found = browser.find_elements(By.CSS_SELECTOR, "#text .hit")
    return [hit.text.replace("PERSON", "").replace("ORG", "").strip() for hit in found]


def turn_to_graph(browser):
    """Show the graph."""
    browser.find_element(By.ID, "tab-graph").click()
    wait(browser, "#graph-count")


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


def test_the_graph_follows_search_and_filters(page):
    """Edges of documents that are not listed, and of types that are hidden, are not in the graph."""
    other = record(1, text="Cy met Bo in Oslo.", name="Cy")
    browser = page([record(0), other])
    turn_to_graph(browser)
    edges = [item.text for item in all_of(browser, ".edge")]
    assert edges == ["Ann meets Bo", "Cy meets Bo"]
    assert sorted(item.text for item in all_of(browser, "svg g")) == ["Ann", "Bo", "Cy"]
    browser.find_element(By.ID, "search").send_keys("Oslo")
    wait(browser, "#count", "1 of 2")
    turn_to_graph(browser)
    assert [item.text for item in all_of(browser, ".edge")] == ["Cy meets Bo"]
    assert text(browser, "#types") == "meets 1"
    browser.find_element(By.CSS_SELECTOR, "#types button").click()
    assert all_of(browser, ".edge") == []


def test_an_edge_leads_to_its_sentences_and_from_there_to_the_document(page):
    """An edge unfolds its sentences; a click on one opens the document with the relation lit."""
    browser = page([record(0), record(1, text="Today Ann met Bo once more.")])
    turn_to_graph(browser)
    edge = all_of(browser, ".edge")[0]
    assert edge.text == "Ann meets Bo (2)"
    edge.click()
    wait(browser, "#edges ol", "once more")
    assert [item.text for item in all_of(browser, "#edges ol p")] == [
        "Ann met Bo in Rome.",
        "Today Ann met Bo once more.",
    ]
    all_of(browser, "#edges .link")[1].click()
    assert wait(browser, "#name", "doc-1") == "doc-1"
    assert hits(browser) == ["Ann", "met", "Bo"]


def test_nodes_are_merged_by_cluster_and_denied_relations_left_out(page):
    """A pronoun's edge is that of its name; what a text denies is no edge, a claim is marked."""
    words = "Ann met Bo. She met Bo."
    one = record(0, text=words)
    she = {**one["relations"][1], "subject": span(words, "She", None, 0)}
    claim = {"source": None, "event": None}
    denied = record(1, text="Cy met Bo, no.", name="Cy")
    denied["events"][0]["polarity"] = "negative"
    claimed = record(2, text="Di met Bo, allegedly.", name="Di")
    claimed["events"][0]["claim"] = claim
    browser = page([{**one, "relations": [one["relations"][1], she]}, denied, claimed])
    turn_to_graph(browser)
    assert [item.text for item in all_of(browser, ".edge")] == [
        "Ann meets Bo (2)",
        "Di meets Bo claimed",
    ]


def test_labels_of_the_graph_are_whole_and_do_not_overlap(page):
    """Long names are not cut off, and no label covers another, around a hub as well."""
    names = [f"Ministry of Foreign Affairs number {number}" for number in range(60)]
    browser = page([record(i, text=f"{name} met Bo.", name=name) for i, name in enumerate(names)])
    turn_to_graph(browser)
    boxes = [item.rect for item in browser.find_elements(By.CSS_SELECTOR, "svg rect")]
    assert len(boxes) == 9
    labels = [item.text for item in browser.find_elements(By.CSS_SELECTOR, "svg text")]
    assert set(labels) <= {*names, "Bo"}
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            apart = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            above = (
                one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            )
            assert apart or above
    bo = next(item for item in browser.find_elements(By.CSS_SELECTOR, "svg g") if item.text == "Bo")
    bo.send_keys(Keys.ENTER)
    assert "of Bo" in wait(browser, "#graph-count", "of Bo")


def test_labels_of_the_graph_fit_their_boxes(page):
    """Names of wide and of narrow letters are inside their boxes, and the boxes stand apart."""
    names = [
        f"{letters} {number}" for number in range(6) for letters in ("WWWWWWWWWW", "illlliill")
    ]
    pairs = [
        json.loads(
            json.dumps(record(i, text=f"{name} met Bo.", name=name)).replace(
                '"Bo"', f'"{name[::-1]}"'
            )
        )
        for i, name in enumerate(names)
    ]
    browser = page(pairs)
    turn_to_graph(browser)
    boxes = browser.execute_script(
        "return [...document.querySelectorAll('svg g')].map((item) => ['rect', 'text'].map((tag) => {"
        " const { x, y, width, height } = item.querySelector(tag).getBBox();"
        " return [x, y, x + width, y + height]; }))"
    )
    assert len(boxes) == 24
    for number, (box, label) in enumerate(boxes):
        assert box[0] < label[0] < label[2] < box[2]
        for other, _ in boxes[:number]:
            apart = box[2] <= other[0] or other[2] <= box[0]
            assert apart or box[3] <= other[1] or other[3] <= box[1]


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
