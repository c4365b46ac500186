"""Unusual texts for tests of components."""

from __future__ import annotations

import random

__all__ = ["HOSTILE_TEXTS", "fuzz_texts"]

HOSTILE_TEXTS = (
    "",
    " ",
    "\n\n\n",
    "\x00\x01\x7f",
    "a",
    "One line, no end",
    "Two lines\nof text.\n",
    "Windows\r\nlines\r\nand\u2028others\x85here\x0b.",
    "Cafe\u0301 na\u00efve \u2018quoted\u2019 \u201ctext\u201d \u2014 dash",
    "\u200bzero\u200dwidth\ufeff and \u00ad soft",
    "e" + "\u0301" * 300,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 family \U0001f1ef\U0001f1f5 flag",
    "\u05e9\u05dc\u05d5\u05dd \u202eesrever\u202c \u0645\u0631\u062d\u0628\u0627",
    "\u4e1c\u4eac\u662f\u65e5\u672c\u7684\u9996\u90fd\u3002",
    "lone \ud800 surrogate",
    "x" * 5000,
    "word " * 1500,
)
"""Texts that a stage must process: empty, unusual, and large ones."""

_PIECES = (
    *(
        "a",
        "Z",
        "word",
        "Ann Lee",
        "3.14",
        "don't",
        "\u00e9",
        "e\u0301",
        "\u00df",
        "\u0130",
        "\ufb01",
    ),
    *(" ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u2028", "\x85", "\x0b", "\x00", "\x1b"),
    *(".", ",", "!", "\u2014", "\u201c", "\u2019", "&amp;", "<b>", "#", "@", "http://x.y/z"),
    *("\u200b", "\u200d", "\ufeff", "\u00ad", "\u202e", "\u2066", "\ufe0f"),
    *("\U0001f469", "\U0001f1ef", "\u4e1c", "\u05e9", "\u0645", "\U00010348", "\ud800", "\uffff"),
)


def fuzz_texts(count: int, seed: int = 0) -> list[str]:
    """Return `count` random texts of up to 60 pieces each, determined by the seed."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    return ["".join(rng.choices(_PIECES, k=rng.randrange(60))) for _ in range(count)]
