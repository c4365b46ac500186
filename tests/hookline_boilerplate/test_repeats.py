"""Lines that a site repeats: a command counts them before the run, and the stage removes them."""

import json

import pytest
from click.testing import CliRunner

from hookline import ConfigError, Document
from hookline_boilerplate import Boilerplate
from hookline_boilerplate.command import command

TAG = "Lundby's oldest voice since 1911"
PROSE = (
    "The council of Lundby voted on {day} to close the ferry, which has run at a loss for years."
)


def page(day, *extra, site="a.example"):
    return {
        "text": "\n".join([PROSE.format(day=day), TAG, *extra]),
        "url": f"https://{site}/{day}",
    }


@pytest.fixture
def config(tmp_path):
    pages = [
        page("Monday"),
        page("Tuesday", "Once"),
        page("Friday"),
        page("Sunday", site="b.example"),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, pages)))
    path = tmp_path / "config.yaml"
    path.write_text(
        f"source: {{use: jsonl, path: '{tmp_path}/in.jsonl'}}\n"
        "stages: [{use: clean}, {use: boilerplate}]\n"
        f"sink: {{use: jsonl, path: '{tmp_path}/out.jsonl'}}\n"
    )
    return path


def listed(config, *arguments):
    result = CliRunner().invoke(command, [str(config), *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return [json.loads(row) for row in result.output.splitlines()]


def test_lines_of_several_documents_are_listed(config):
    """The list contains a line once, with its site, if enough documents of the site have it."""
    assert listed(config) == [{"site": "a.example", "line": TAG, "documents": 3}]
    assert listed(config, "--least", "4") == []


def test_listed_lines_are_removed_from_documents_of_their_site(config, tmp_path):
    """The stage removes listed lines with the reason `repeated`, from documents of their site only."""
    path = tmp_path / "repeats.jsonl"
    path.write_text("\n".join(map(json.dumps, listed(config))))
    stage = Boilerplate(Boilerplate.read_options({"repeats": str(path), "remove": []}))
    docs = [
        Document.from_text(values["text"], meta={"url": values["url"]})
        for values in (page("Monday"), page("Sunday", site="b.example"))
    ]
    first, second = stage.process(docs)
    assert [reason for _, _, _, reason, _ in first.removed] == ["repeated"]
    assert second.text == docs[1].text
    assert [next(iter(stage.process([doc]))) for doc in docs] == [first, second]


@pytest.mark.parametrize("content", [None, "[]", '{"line": 1}', "\n{"])
def test_an_invalid_list_is_refused(tmp_path, content):
    """The message for a missing or malformed list names the command that makes one."""
    path = tmp_path / "list.jsonl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigError, match="hookline repeats"):
        Boilerplate(Boilerplate.read_options({"repeats": str(path)}))
