"""The graph on the page: nodes, edges, and what they lead to."""

import json

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from view_page import all_of, hits, record, span, text, turn_to_graph, wait


def test_the_graph_follows_search_and_filters(page):
    """A search stays on the graph, which leaves out edges of other documents and of hidden types."""
    other = record(1, text="Cy met Bo in Oslo.", name="Cy")
    browser = page([record(0), other])
    turn_to_graph(browser)
    edges = [item.text for item in all_of(browser, ".edge")]
    assert edges == ["Ann meets Bo", "Cy meets Bo"]
    assert sorted(item.text for item in all_of(browser, "svg g")) == ["Ann", "Bo", "Cy"]
    browser.find_element(By.ID, "search").send_keys("Oslo")
    wait(browser, "#count", "1 of 2")
    assert browser.find_element(By.ID, "graph").is_displayed()
    assert not browser.find_element(By.ID, "read").is_displayed()
    assert [item.text for item in all_of(browser, ".edge")] == ["Cy meets Bo"]
    assert text(browser, "#types") == "meets 1"
    browser.find_element(By.CSS_SELECTOR, "#types button").click()
    assert all_of(browser, ".edge") == []
    browser.find_element(By.ID, "tab-read").click()
    assert wait(browser, "#name", "doc-1") == "doc-1"


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
