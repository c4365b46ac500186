"""Records for the page of `hookline view`, and what a browser shows of them."""

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


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
