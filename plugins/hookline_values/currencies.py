"""Know currencies by the names, symbols and codes that English text has for them."""

from __future__ import annotations

import re
from types import MappingProxyType

__all__ = ["CURRENCY", "CURRENCY_SIGN", "PLAIN_CURRENCY", "currency_code"]

_CODES = frozenset(
    re.findall(
        "[A-Z]{3}",
        """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
        BZD CAD CDF CHF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP
        GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR
        KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
        MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
        SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS
        UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
        """,
    )
)
"""Codes of ISO 4217 that are in use."""

_SYMBOLS = MappingProxyType(
    {
        "US$": "USD", "USD$": "USD", "U.S.$": "USD", "A$": "AUD", "AU$": "AUD", "AUD$": "AUD",
        "C$": "CAD", "CA$": "CAD", "CAD$": "CAD", "CDN$": "CAD", "NZ$": "NZD", "HK$": "HKD",
        "S$": "SGD", "SG$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN", "J$": "JMD",
        "€": "EUR", "£": "GBP", "¥": "JPY", "RMB": "CNY", "CN¥": "CNY", "₹": "INR", "RS": "INR",
        "RS.": "INR", "₽": "RUB", "₩": "KRW", "₪": "ILS", "₺": "TRY", "₦": "NGN", "₱": "PHP",
        "฿": "THB", "₫": "VND", "₴": "UAH", "₵": "GHS", "₡": "CRC", "₸": "KZT", "₾": "GEL",
        "GH¢": "GHS", "GH₵": "GHS", "TT$": "TTD", "N$": "NAD", "G$": "GYD", "FJ$": "FJD",
        "BZ$": "BZD", "EC$": "XCD", "BDS$": "BBD",
    }
)  # fmt: skip
_ABBREVIATIONS = MappingProxyType(
    {
        "Dh": "AED", "Dhs": "AED", "KD": "KWD", "BD": "BHD", "QR": "QAR", "SR": "SAR", "RO": "OMR",
        "JD": "JOD", "LE": "EGP", "Ksh": "KES", "KSh": "KES", "Kshs": "KES", "Ush": "UGX",
        "USh": "UGX", "Tsh": "TZS", "TSh": "TZS", "GHc": "GHS", "N": "NGN", "R": "ZAR", "RM": "MYR",
        "Rp": "IDR", "Tk": "BDT", "Php": "PHP", "PhP": "PHP",
    }
)  # fmt: skip
"""Abbreviations of currencies as newspapers write them before digits, in this case alone."""
_OF_COUNTRY = MappingProxyType(
    {
        "dollar": {
            "us": "USD", "u.s.": "USD", "american": "USD", "australian": "AUD", "canadian": "CAD",
            "new zealand": "NZD", "hong kong": "HKD", "singapore": "SGD", "taiwan": "TWD",
            "taiwanese": "TWD", "jamaican": "JMD", "namibian": "NAD", "zimbabwean": "ZWG",
        },
        "pound": {
            "": "GBP", "british": "GBP", "egyptian": "EGP", "syrian": "SYP", "sudanese": "SDG",
            "lebanese": "LBP",
        },
        "yen": {"": "JPY", "japanese": "JPY"},
        "euro": {"": "EUR"},
        "yuan": {"": "CNY", "chinese": "CNY"},
        "renminbi": {"": "CNY"},
        "rupee": {
            "indian": "INR", "pakistani": "PKR", "nepalese": "NPR", "sri lankan": "LKR",
            "mauritian": "MUR",
        },
        "rouble": {"": "RUB", "russian": "RUB", "belarusian": "BYN"},
        "won": {"": "KRW", "south korean": "KRW", "north korean": "KPW"},
        "franc": {"swiss": "CHF", "cfa": "XOF", "rwandan": "RWF", "congolese": "CDF"},
        "peso": {
            "mexican": "MXN", "philippine": "PHP", "argentine": "ARS", "chilean": "CLP",
            "colombian": "COP", "cuban": "CUP",
        },
        "real": {"": "BRL", "brazilian": "BRL"},
        "rand": {"": "ZAR", "south african": "ZAR"},
        "lira": {"": "TRY", "turkish": "TRY"},
        "shekel": {"": "ILS", "israeli": "ILS"},
        "dinar": {
            "iraqi": "IQD", "kuwaiti": "KWD", "jordanian": "JOD", "algerian": "DZD",
            "tunisian": "TND", "serbian": "RSD", "bahraini": "BHD", "libyan": "LYD",
        },
        "riyal": {"saudi": "SAR", "qatari": "QAR", "yemeni": "YER"},
        "rial": {"iranian": "IRR", "omani": "OMR", "yemeni": "YER"},
        "dirham": {"uae": "AED", "emirati": "AED", "moroccan": "MAD"},
        "baht": {"": "THB", "thai": "THB"},
        "zloty": {"": "PLN", "polish": "PLN"},
        "hryvnia": {"": "UAH", "ukrainian": "UAH"},
        "forint": {"": "HUF"},
        "naira": {"": "NGN", "nigerian": "NGN"},
        "cedi": {"": "GHS", "ghanaian": "GHS"},
        "taka": {"": "BDT", "bangladeshi": "BDT"},
        "ringgit": {"": "MYR", "malaysian": "MYR"},
        "rupiah": {"": "IDR", "indonesian": "IDR"},
        "shilling": {"kenyan": "KES", "ugandan": "UGX", "tanzanian": "TZS"},
        "krona": {"": "SEK", "swedish": "SEK", "icelandic": "ISK"},
        "krone": {"norwegian": "NOK", "danish": "DKK"},
        "birr": {"": "ETB"},
        "afghani": {"": "AFN"},
        "dong": {"": "VND"},
    }
)  # fmt: skip
_PLURALS = {
    "roubles": "rouble", "rubles": "rouble", "ruble": "rouble", "reais": "real", "lire": "lira",
    "liras": "lira", "kronor": "krona", "kroner": "krone", "zlotys": "zloty", "euro": "euro",
}  # fmt: skip

_COUNTRY = "|".join(
    sorted(
        {re.escape(name) for by in _OF_COUNTRY.values() for name in by if name},
        key=len,
        reverse=True,
    )
)
_NOUN = "|".join(sorted((*_OF_COUNTRY, *_PLURALS), key=len, reverse=True))
_SYMBOL = "|".join(
    re.escape(symbol).replace(r"\$", r"[ ]?\$" if len(symbol) > 2 else r"\$")
    for symbol in sorted((*_SYMBOLS, "$"), key=len, reverse=True)
)

_ABBREVIATION = rf"\b(?:{'|'.join(_ABBREVIATIONS)})\.?(?=[ ]?\d)"
CURRENCY = (
    rf"(?:(?:(?:{_COUNTRY})[ \t-]+)?(?:{_NOUN})s?\b(?:[ ]sterling)?"
    rf"|(?-i:\b[A-Z]{{1,3}}[$]|{_SYMBOL}|Rs\.?|{_ABBREVIATION}|\b[A-Z]{{3}}(?![A-Za-z])))"
)
"""A pattern for what names a currency; for case-insensitive use."""


CURRENCY_SIGN = (
    "(?-i:"
    + "|".join(
        re.escape(symbol)
        for symbol in sorted((*_SYMBOLS, "$"), key=len, reverse=True)
        if not symbol.isalpha() and symbol != "RS."
    )
    + r"|\b(?:EUR|USD|GBP|CHF|JPY|CNY|INR|AUD|CAD)\b)"
)
"""A pattern for signs and codes that stand for a currency alone."""

PLAIN_CURRENCY = (
    rf"(?:(?:{_COUNTRY})[ \t-]+)?(?:euros?|dollars?|yen|yuan|renminbi|rupees?|roubles?|rubles?|pesos?"
    r"|francs?|kron[ao]r|kroner|zlotys?|hryvnias?|shekels?|dinars?|dirhams?|baht|ringgit|rupiah)"
)
"""A pattern for names of currencies that mean nothing else behind a number."""


def currency_code(text: str, dollar: str | None) -> str | None:
    """
    Return the ISO 4217 code of a currency's name, symbol or code; None if it names no single one.

    `dollar` is the code of dollars of no named country.
    """
    abbreviation = text.strip().removesuffix(".")
    if abbreviation in _ABBREVIATIONS:
        return _ABBREVIATIONS[abbreviation]
    symbol = re.sub(r"\s", "", text).upper()
    if symbol in _CODES:
        return symbol
    if symbol in _SYMBOLS:
        return _SYMBOLS[symbol]
    if symbol == "$":
        return dollar
    words = text.lower().replace("sterling", "").replace("-", " ").split()
    if not words:
        return None
    noun = _PLURALS.get(words[-1], words[-1])
    by_country = _OF_COUNTRY.get(noun) or _OF_COUNTRY.get(noun.removesuffix("s"))
    if by_country is None:
        return None
    country = " ".join(words[:-1])
    if not country and noun.startswith("dollar"):
        return dollar
    return by_country.get(country)
