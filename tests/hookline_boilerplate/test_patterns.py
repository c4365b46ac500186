"""No regular expression of the packages backtracks catastrophically."""

import importlib
import pkgutil
import random
import re
import subprocess
import sys
from pathlib import Path

PACKAGES = ("hookline_boilerplate", "hookline_clean")
SEED = 20240229
LABEL_CHARACTERS = 200  # patterns for whole lines are tried on lines up to this length
# Beginnings of what the expressions match; combinations of them are repeated.
PIECES = [
    *"aA1 .,:;-–|/@#&©()[]\"'’»>\t\n\r\u00a0\u00ad\u200b\u0301Ã©",
    "by ", "May ", "12", "2020", "12:30", "&amp", "&#1", "(c) ", "www.", "http://", "a@b.c",
    " and B", "Read more: ", "[1] ", ". A", "Sources", "#tag ", "3 comments", " ago", "-\n",
]  # fmt: skip


def expressions():
    """Return every compiled expression in the modules of the packages, by name."""
    expressions_by_name = {}
    for package in PACKAGES:
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, package + "."):
            if ".training" in module.name:
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    expressions_by_name[f"{module.name}.{name}"] = value
    return expressions_by_name


def attacks(generator, size):
    """Yield texts of about a size that repeat a few pieces and end in something else."""
    for _ in range(40):
        repeated = "".join(generator.choices(PIECES, k=generator.randint(1, 3)))
        head, tail = (
            generator.choice(["", *PIECES]),
            generator.choice(["", "!", "\n", "x", "\x00", "é"]),
        )
        yield head + repeated * (size // len(repeated)) + tail


def attack():
    """Try every expression on short attacks, and the stages on lines of almost the greatest length."""
    from hookline import Document
    from hookline_boilerplate import Boilerplate
    from hookline_clean import Clean

    generator = random.Random(SEED)
    texts = list(attacks(generator, LABEL_CHARACTERS))
    for expression in expressions().values():
        for text in texts:
            expression.match(text)
            expression.fullmatch(text)
            for _ in expression.finditer(text):
                pass
    all_switches = {name: True for name, field in Clean.Options.model_fields.items()
                  if field.annotation is bool}  # fmt: skip
    stages = [
        Clean(Clean.read_options(all_switches)),
        Boilerplate(Boilerplate.read_options({})),
        Boilerplate(Boilerplate.read_options({"learned": False})),
    ]
    lines = list(attacks(generator, 1900))
    for text in [*lines, "\n".join(lines), *attacks(generator, 20_000)]:
        for stage in stages:
            [doc] = stage.process([Document.from_text(text)])
            assert doc.raw == text


def test_the_expressions_are_found():
    """The search for expressions finds those of both packages."""
    names = expressions()
    assert {name.partition(".")[0] for name in names} == set(PACKAGES)
    assert len(names) > 30


def test_attacks_end_in_time():
    """
    No repetition of a few pieces takes long to match.

    A separate process with a timeout runs the attacks: they take a few seconds, and an expression that
    backtracks without bounds would take years.
    """
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); "
    done = subprocess.run(
        [sys.executable, "-c", code + "import test_patterns; test_patterns.attack()"],
        timeout=300,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
