"""The page of `hookline view` in a real browser: headless Chromium, driven through chromedriver."""

import json

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from view_page import wait

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests."""
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
