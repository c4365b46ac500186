"""No regular expression of the packages has a catastrophic case."""

import importlib
import pkgutil
import random
import re
import subprocess
import sys
from pathlib import Path

PACKAGES = ("hookline_boilerplate", "hookline_clean")
SEED = 20240229
LABEL = 200  # characters of a line that patterns for whole lines are tried on
# What the expressions look for, and what makes them hope for more: they are repeated in every mix.
PIECES = [
    *"aA1 .,:;-–|/@#&©()[]\"'’»>\t\n\r\u00a0\u00ad\u200b\u0301Ã©",
    "by ", "May ", "12", "2020", "12:30", "&amp", "&#1", "(c) ", "www.", "http://", "a@b.c",
    " and B", "Read more: ", "[1] ", ". A", "Sources", "#tag ", "3 comments", " ago", "-\n",
]  # fmt: skip


def expressions():
    """Return every compiled expression that a module of the packages holds, by its name."""
    found = {}
    for package in PACKAGES:
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, package + "."):
            if ".training" in module.name:
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    found[f"{module.name}.{name}"] = value
    return found


def attacks(dice, size):
    """Yield texts of a size that repeat a few pieces and end in something else."""
    for _ in range(40):
        pump = "".join(dice.choices(PIECES, k=dice.randint(1, 3)))
        head, tail = dice.choice(["", *PIECES]), dice.choice(["", "!", "\n", "x", "\x00", "é"])
        yield head + pump * (size // len(pump)) + tail


def hammer():
    """Try every expression on short attacks, and the stages on the longest lines they look into."""
    from hookline import Document
    from hookline_boilerplate import Boilerplate
    from hookline_clean import Clean

    dice = random.Random(SEED)
    texts = list(attacks(dice, LABEL))
    for expression in expressions().values():
        for text in texts:
            expression.match(text)
            expression.fullmatch(text)
            for _ in expression.finditer(text):
                pass
    everything = {name: True for name, field in Clean.Options.model_fields.items()
                  if field.annotation is bool}  # fmt: skip
    stages = [
        Clean(Clean.read_options(everything)),
        Boilerplate(Boilerplate.read_options({})),
        Boilerplate(Boilerplate.read_options({"learned": False})),
    ]
    lines = list(attacks(dice, 1900))
    for text in [*lines, "\n".join(lines), *attacks(dice, 20_000)]:
        for stage in stages:
            [doc] = stage.process([Document.from_text(text)])
            assert doc.raw == text


def test_the_expressions_are_found():
    """The hunt for expressions finds those of both packages."""
    names = expressions()
    assert {name.partition(".")[0] for name in names} == set(PACKAGES)
    assert len(names) > 30


def test_repeated_pieces_end_in_time():
    """
    Repetition of any few pieces, on lines of the greatest length that is looked into, comes to an end.

    A process of its own does it, which is killed after some minutes: it takes a few seconds, and an
    expression that backtracks without bounds would take years.
    """
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); "
    done = subprocess.run(
        [sys.executable, "-c", code + "import test_patterns; test_patterns.hammer()"],
        timeout=300,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
