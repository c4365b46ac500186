"""Recognize families of boilerplate by the shape of a line: dates, credits, links, counts."""

from __future__ import annotations

import re

from hookline_boilerplate.lines import Line

__all__ = ["GLUED_NETWORKS", "family_by_shape", "is_credit"]

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|mars|avr|juin"
    r"|juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|fev|out|mrt|mei)[^\W\d_]*\.?"
)
_TIME = r"\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[a-z]{2,4}\b)?"
_DATE = (
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?\d{{4}}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
)
_DAY = r"(?:[^\W\d_]{2,10},?\s+)?"
_DATED = re.compile(rf"\W*{_DAY}{_DATE}(?:\W*(?:at|um|à|a las|om|alle)?\W*{_TIME})?\W*", re.I)
_AGO = re.compile(r"\d+\s*(?:second|sec|minute|min|hour|hr|day|week|month|year)s?\s+ago\W*", re.I)
_BY = re.compile(
    r"(?:by|von|par|por|di|door|Av)[ :]\s*(?:the )?[A-ZÀ-Þ][\w.'’-]*"
    r"(?:(?:,| and| und| et| y| e| en| &|)\s[\w.'’&|@·•-]+){0,9}\W*",
    re.I,
)
# “By plane”, in a guide: what follows is no name, and no account that posts for the page.
_BY_NO_NAME = re.compile(r"By (?!(?:admin|staff|editor|guest|the)\b)[a-z]+(?: [a-z]+)*")
_BY_INITIALS = "bBvVpPdDaA"
_DIGIT = re.compile(r"\d")
_COPYRIGHT = re.compile(r"©|\(c\)\s*(?:19|20)\d\d|copyright\s+(?:19|20)\d\d", re.I)
_AGENCIES = (
    "AP", "AFP", "Reuters", "REUTERS", "Getty", "EPA", "dpa", "AAP", "PA", "ANSA", "EFE",
    "Shutterstock", "iStock", "Unsplash", "Xinhua", "Alamy", "Bloomberg",
    "Ansa", "Lusa", "ANP", "Belga", "Imago", "IMAGO", "Keystone", "Europa Press", "DPA", "NTB",
)  # fmt: skip
_AGENCY_WORDS = frozenset(agency.lower().rpartition(" ")[2] for agency in _AGENCIES)
_CREDIT = re.compile(
    rf"(?:/|\(|\||:|—|–|-|\bvia|\bfor)\s*(?:{'|'.join(_AGENCIES)})\b[^.]{{0,30}}\W*$"
)
# `_CREDIT` finds an agency within the last 30 characters or so: no more words than these.
_CREDIT_WORDS = 24
# A label and the maker of a picture, alone in a line: “Foto: Hafenpost/Lund”. Behind a caption it is no
# evidence: articles keep their captions. Without a colon or a preposition there are two names.
_MAKER = r"[A-ZÀ-Þ][\w.'’-]*"
_LABELLED_CREDIT = re.compile(
    r"\(?(?:(?:Foto|Photo|Picture|Photograph|Image|Bild|Beeld|Imagen|Imagem|Immagine|Fotograf[íi]a"
    r"|Photographie|FOTO|PHOTO|BILD|Credit|Crédit|Crédito)s?"
    rf"(?:\s?[:©]\s*|\s(?:by|von|di|de|van|por|par)\s+){_MAKER}(?:[\s/,&|]+{_MAKER}){{0,5}}"
    rf"|(?:Foto|Photo)\s{_MAKER}(?:[\s/]{_MAKER}){{1,3}})\)?\.?$"
)
# fmt: off
_CREDIT_LABELS = frozenset((
    "foto", "fotos", "photo", "photos", "picture", "pictures", "photograph", "image", "images",
    "bild", "bilder", "beeld", "imagen", "imagem", "immagine", "fotografía", "fotografia",
    "photographie", "credit", "crédit", "crédito",
))
# fmt: on
_CREDIT_SIGNS = _AGENCY_WORDS | _CREDIT_LABELS
_ADDRESS = re.compile(r"\S+@\S+\.\w+|\(?\+?\d[\d\s().-]{6,}\d")
_LINK_INITIALS = "hw"
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_HASHTAGS = re.compile(r"(?:#\w+[\s,]*){2,}")
_COUNT = re.compile(
    r"\W*\d[\d.,]*[kKmM]?\s*(comments?|repl(?:y|ies)|responses?|shares?|likes?|views?|votes?"
    r"|kommentare?|commentaires?|comentarios?|commenti|comentários?|reacties?)\W*",
    re.I,
)
_SEPARATORS, _ASCII_SEPARATORS = "|»>›→•·/", "|>/"
_BREADCRUMB_SEPARATOR = re.compile(r"\s*(?:[|»>›→•·]|\s/\s)\s*")

# fmt: off
_NETWORKS = frozenset((
    "facebook", "twitter", "linkedin", "pinterest", "whatsapp", "telegram", "reddit", "email",
    "mail", "print", "share", "tweet", "x", "instagram", "youtube", "tiktok", "flipboard",
    "tumblr", "threads", "bluesky", "mastodon", "messenger", "line", "viber", "rss", "copy",
    "link", "pocket", "snapchat", "pin", "more", "teilen", "partager", "compartir", "condividi",
    "partilhar", "delen",
))
# fmt: on
# Buttons that lost the space between them: “FacebookTwitterEmail”.
GLUED_NETWORKS = (
    "(?i:facebook|twitter|linkedin|pinterest|whatsapp|telegram|reddit|e-?mail|print|instagram|youtube"
    "|tiktok|flipboard|tumblr|threads|bluesky|mastodon|messenger|copy ?link|share|tweet|pocket|sms){2,}"
)
_GLUED_NETWORKS = re.compile(GLUED_NETWORKS)
# Patterns for whole lines are only tried on short ones, which bounds their cost.
_MAX_LABEL_CHARACTERS = 200
# Lines of more words have no shape at all, or none but that of a notice or a credit.
_MAX_WORDS, _MAX_LABEL_WORDS = 40, 16


def family_by_shape(line: Line) -> str | None:
    """Return the family that the shape of a line indicates, or None."""
    text, words = line.text, line.words
    if not words:
        # Punctuation only: a rule, an arrow, a bullet without its item.
        return "navigation" if text else None
    count = len(words)
    if count > _MAX_WORDS:
        return None
    is_ascii = text.isascii()
    if (not is_ascii and "©" in text) or (
        ("19" in text or "20" in text) and _COPYRIGHT.search(text)
    ):
        return "legal"
    last_words = words if count <= _CREDIT_WORDS else words[-_CREDIT_WORDS:]
    if not _CREDIT_SIGNS.isdisjoint(last_words) and (
        _CREDIT.search(text) or _LABELLED_CREDIT.match(text)
    ):
        return "caption"
    if count > _MAX_LABEL_WORDS:
        return None
    if (words[0] in _NETWORKS and _NETWORKS.issuperset(words)) or (
        count < 3 and _GLUED_NETWORKS.fullmatch(text)
    ):
        return "share"
    if text[0] in _LINK_INITIALS and _LINK.fullmatch(text):
        return "navigation"
    if len(text) <= _MAX_LABEL_CHARACTERS and (family := _family_of_label(text)):
        return family
    separators = _ASCII_SEPARATORS if is_ascii else _SEPARATORS
    if (
        any(map(text.__contains__, separators))
        and len(_BREADCRUMB_SEPARATOR.split(text)) > 2
        and text[-1] not in ".!?"
    ):
        return "navigation"
    return "navigation" if words[0].isdigit() and all(map(str.isdigit, words)) else None


def is_credit(line: Line) -> bool:
    """Return whether a line is nothing but a label and the maker of a picture: “Photo: Anna Lund”."""
    return _LABELLED_CREDIT.match(line.text) is not None


def _family_of_label(text: str) -> str | None:
    """Return the family whose pattern matches the whole of a short line."""
    if text[0] in _BY_INITIALS and _BY.fullmatch(text) and not _BY_NO_NAME.fullmatch(text):
        return "byline"
    if _DIGIT.search(text):
        if _DATED.fullmatch(text) or _AGO.fullmatch(text):
            return "byline"
        if counted := _COUNT.fullmatch(text):
            return "share" if counted[1][0] in "sSlLvV" else "comments"
    elif "@" not in text and "#" not in text:
        return None
    if _HASHTAGS.fullmatch(text):
        return "tags"
    return "contact" if _ADDRESS.fullmatch(text) else None
