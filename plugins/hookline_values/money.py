"""Read amounts of money: "nine trillion yen", "$1.2bn", "€3,5 Mio"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from hookline import Money
from hookline_values.currencies import CURRENCY, CURRENCY_SIGN, PLAIN_CURRENCY, currency_code
from hookline_values.numerals import cardinal

__all__ = ["MoneyConvention", "amounts", "read_money"]

_SCALES = {
    2: ("hundred",),
    3: ("thousand", "k", "tsd"),
    5: ("lakh", "lakhs"),
    6: ("million", "millions", "m", "mn", "mln", "mio", "millionen"),
    7: ("crore", "crores"),
    9: ("billion", "billions", "b", "bn", "bln", "mrd", "milliarde", "milliarden"),
    12: ("trillion", "trillions", "t", "tn", "trn"),
}
_SCALE_OF = {word: scale for scale, words in _SCALES.items() for word in words}
_CONTINENTAL = frozenset({"mio", "mrd", "tsd", "millionen", "milliarde", "milliarden"})
_SCALE = "|".join(sorted(_SCALE_OF, key=len, reverse=True))
_WORDS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    "|hundred|thousand|million|billion|trillion|an?(?! few| couple)|half"
)
_MINOR = {"cent": None, "cents": None, "¢": None, "pence": "GBP", "penny": "GBP"}


class MoneyConvention(NamedTuple):
    """
    How amounts are written.

    `decimal` is the sign before decimal places; `auto` takes a comma for it where the digits or the
    word behind them ("Mio") show that. `dollar` is the currency of dollars of no named country.
    """

    decimal: Literal["auto", "point", "comma"] = "auto"
    dollar: str | None = "USD"


@cache
def _pattern() -> re.Pattern[str]:
    digits = r"(?P<digits>\d[\d.,' \u00a0\u2009\u202f]*\d|\d)"
    words = rf"(?P<words>\b(?:(?:{_WORDS})\b[- ]?(?:and )?)+)"
    scale = rf"(?P<scale>(?:(?:{_SCALE})\b\.?[ -]?)*)"
    return re.compile(
        rf"(?P<before>{CURRENCY})?[ \t\u00a0]*(?:{digits}|{words})[ \t\u00a0-]*{scale}"
        rf"[ \t\u00a0-]*(?P<minor>cents?\b|pence\b|penny\b|¢)?(?:(?P<after>{CURRENCY})(?!\d))?",
        re.IGNORECASE,
    )


_INEXACT = re.compile(
    r"\d[\w.]*[ \t]*(?:[-–—]|to|and|or)[ \t]*(?:[^\w\s]|[A-Z]{1,3})*[ \t]*\d"  # from … to …
    r"|\b(?:quarters?|thirds?|fractions?|parts?)[ \t]+of\b|[ \t-]figure\b|\b(?:few|several|couple)\b",
    re.IGNORECASE,
)
_LONGEST = 200
_NO_NUMBER = ("a", "an", "half", "hundred", "thousand", "million", "billion", "trillion")


@cache
def _stated() -> re.Pattern[str]:
    digits = r"\d+(?:[.,']\d+|[ \u00a0\u2009\u202f]\d{3}(?!\d))*"
    scale = rf"(?:[ \t\u00a0-]?(?:{_SCALE})\b(?:\.(?=[ \t\u00a0]+{PLAIN_CURRENCY}))?)?"
    behind = rf"(?:[ \t\u00a0-]?{CURRENCY_SIGN}|[ \t\u00a0-]{PLAIN_CURRENCY}\b)(?!\d)"
    return re.compile(
        rf"(?<![\w.,$]){CURRENCY_SIGN}[ \t\u00a0]?{digits}{scale}(?![\w%])"
        rf"|(?<![\w.,$-]){digits}{scale}{behind}",
        re.IGNORECASE,
    )


def amounts(text: str) -> Iterator[tuple[int, int]]:
    """
    Yield the offsets of what is an amount of money whatever stands around it: "€3,5 Mio".

    That is digits beside the sign of a currency, or before a name that only a currency has ("euros",
    but not "pounds").
    """
    for match in _stated().finditer(text):
        yield match.span()


def read_money(text: str, convention: MoneyConvention) -> Money | None:
    """
    Return the amount and currency that a text states.

    None if it states no exact number ("millions of dollars") or two ("$5 to $10 million"). The currency
    is None where the text does not say which one.
    """
    if len(text) > _LONGEST or _INEXACT.search(text):
        return None
    for match in _pattern().finditer(text):
        amount = _amount(match, convention)
        if amount is None:
            continue
        code = None
        for name in (match["before"], match["after"]):
            code = code or (currency_code(name, convention.dollar) if name else None)
        if match["minor"]:
            amount /= 100
            code = code or _MINOR[match["minor"].lower()] or convention.dollar
        whole = amount == amount.to_integral_value()
        return Money(int(amount) if whole else float(amount), code)
    return None


def _amount(match: re.Match[str], convention: MoneyConvention) -> Decimal | None:
    scales = [word.strip(" .-").lower() for word in re.findall(r"\w+", match["scale"])]
    power = sum(_SCALE_OF[word] for word in scales)
    if match["digits"]:
        number = _number(match["digits"], convention, scales)
    elif match["words"].strip().lower() in _NO_NUMBER and not (
        match["after"] and match["words"].strip().lower() in ("a", "an")
    ):
        return None
    else:
        number = _in_words(match["words"])
    return None if number is None else number * 10**power


def _in_words(words: str) -> Decimal | None:
    first, *rest = words.lower().split()
    if first == "half":
        number = cardinal(" ".join(rest)) if rest else 1
        return None if number is None else Decimal(number) / 2
    number = cardinal(words)
    return None if number is None else Decimal(number)


def _number(digits: str, convention: MoneyConvention, scales: list[str]) -> Decimal | None:
    """Return the number that digits with separators write, or None if they fit no convention."""
    digits = re.sub(r"[' \u00a0\u2009\u202f]", "", digits)
    comma = convention.decimal == "comma"
    if convention.decimal == "auto":
        comma = _has_decimal_comma(digits) or bool("," in digits and _CONTINENTAL & set(scales))
    group, mark = (".", ",") if comma else (",", ".")
    whole, _, places = digits.partition(mark)
    if not re.fullmatch(rf"\d+|\d{{1,3}}(?:\{group}\d\d\d?)+", whole):
        return None
    if places and not places.isdecimal():
        return None
    return Decimal(f"{whole.replace(group, '')}.{places or 0}")


def _has_decimal_comma(digits: str) -> bool:
    """Tell whether a comma separates decimal places, or points separate thousands."""
    if digits.count(".") > 1 and "," not in digits[: digits.rfind(".")]:
        return True
    last = digits.rfind(",")
    if last < 0 or digits.rfind(".") > last:
        return False
    return "." in digits or (digits.count(",") == 1 and len(digits) - last - 1 in (1, 2))
