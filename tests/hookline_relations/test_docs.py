"""The page on the rules agrees with the code."""

import re
from pathlib import Path

import pytest
import yaml

from hookline_relations import Relations
from hookline_relations.typed.relation_types import RelationType
from hookline_relations.typed.rules import Rule

PAGE = Path(__file__).parents[2] / "docs" / "relations-rules.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)

HIRED = (
    "Acme/PROPN/2/nsubj hired=hire/VERB/0/root Ann/PROPN/2/obj Lee/PROPN/3/flat ./PUNCT/2/punct\n"
    "Bob/PROPN/4/nsubj:pass Roe/PROPN/1/flat was=be/AUX/4/aux:pass recruited=recruit/VERB/0/root "
    "by/ADP/6/case Acme/PROPN/4/obl ./PUNCT/4/punct"
)


def test_own_type_of_the_page_is_found(document, relate, as_text):
    """The config of the page finds who hired whom, in the active and in the passive."""
    (config,) = (block for block in BLOCKS if "type: hires" in block)
    options = dict(yaml.safe_load(config)["stages"][1])
    assert options.pop("use") == "relations"
    doc = document(HIRED, ORG="Acme", PERSON="Ann Lee|Bob Roe")
    rows = [row for row in as_text(relate(doc, **options)) if row[0] == "hires"]
    assert rows == [
        ("hires", "Acme", "hired", "Ann Lee"),
        ("hires", "Acme", "was recruited by", "Bob Roe"),
    ]


@pytest.mark.parametrize("model", [Rule, RelationType])
def test_every_key_is_on_the_page(model):
    """The tables of the page name every key of a rule and every property of a type."""
    documented = {
        name
        for cells in re.findall(r"^\| (`.*?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
        for name in re.findall(r"`(\w+)`", cells)
    }
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert keys <= documented


def test_other_examples_of_the_page_are_valid():
    """The excerpts that extend words and types are read without errors."""
    excerpts = [yaml.safe_load(block) for block in BLOCKS if block.startswith("    rules:")]
    assert excerpts
    for excerpt in excerpts:
        assert Relations.read_options(excerpt).rules != Relations.read_options({}).rules
