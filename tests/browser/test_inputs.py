"""What `hookline view` can read, as a reader sees it: tables, compressed files, the first documents."""

import pytest
from selenium.webdriver.common.by import By
from view_page import all_of, wait


@pytest.mark.parametrize("name", ["r.parquet", "r.jsonl.gz", "r.jsonl.zst"])
def test_records_of_other_files_are_read_and_searched(project, browser, name):
    """The page of Parquet or compressed JSON lines has the texts and entities, and its search works."""
    show(project, browser, name)
    assert wait(browser, "#count", "3 of") == "3 of 3 documents"
    assert wait(browser, "#text", "One").startswith("One")
    assert len(all_of(browser, "#text mark")) == 2
    browser.find_element(By.ID, "search").send_keys("Five")
    assert wait(browser, "#count", "1 of") == "1 of 3 documents"
    assert wait(browser, "#name", "d2") == "d2"


def test_a_limit_shows_the_first_documents(project, browser):
    """With `--limit 2` the third document is neither listed nor found."""
    show(project, browser, "r.parquet", "--limit", "2")
    assert len(browser.find_elements(By.CSS_SELECTOR, "#documents button")) == 2
    browser.find_element(By.ID, "search").send_keys("Five")
    assert wait(browser, "#count", "0 of") == "0 of 2 documents"


def show(project, browser, name, *options):
    """Write three documents with entities to a file, and show its page."""
    project.documents("in.jsonl", ["One Two", "Three Four", "Five"])
    project.config("[{use: words}]")
    assert project.call("run", "c.yaml", "-o", name).code == 0
    assert project.call("view", name, *options).code == 0
    browser.get("about:blank")
    browser.get((project.folder / "r.html").as_uri())
    wait(browser, "#name")
    assert not browser.get_log("browser")
