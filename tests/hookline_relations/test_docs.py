"""What the page on the rules shows does what it says."""

import re
from pathlib import Path

import yaml

from hookline_relations.typed.rules import builtin_rules

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
    found = [row for row in as_text(relate(doc, **options)) if row[0] == "hires"]
    assert found == [
        ("hires", "Acme", "hired", "Ann Lee"),
        ("hires", "Acme", "was recruited by", "Bob Roe"),
    ]


def test_every_key_of_a_rule_is_on_the_page():
    """The table of the language names every key that a rule has."""
    rule = builtin_rules().rules[0]
    rows = {
        name
        for cells in re.findall(r"^\| (`.*?) \|", PAGE.read_text(), re.MULTILINE)
        for name in re.findall(r"`(\w+)`", cells)
    }
    assert set(type(rule).model_fields) <= rows
