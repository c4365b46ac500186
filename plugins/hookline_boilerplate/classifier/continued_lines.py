"""Recognize lines of something longer: verse, dialogue, letters, the times of a live blog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hookline_boilerplate.features.line_features import LineFeatures
from hookline_boilerplate.lines import Line

__all__ = ["find_clock_times", "find_letter_lines", "find_verse", "is_speech"]

# A sentence in quotation marks or behind a dash, alone in its line.
_SPEECH = re.compile(
    r"(?:[\"“”„«»‘][^\"“”„«»]*[.!?…,]\s?[\"“”«»’]|[–—]\s?[^\W\d_a-z][^|–—]*[.!?…])"
)
_MAX_SPEECH_WORDS = 12
_CLOCK = re.compile(
    r"\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s?(?:GMT|BST|UTC|CES?T|E[SD]?T|AES?T|IST|Uhr|Z))?",
    re.I,
)
_MIN_CLOCK_TIMES = 3
# Verse: so many lines below each other, of so many words, this share of which is left open at the end,
# and with this share of function words, which a postal address does not have.
_MIN_VERSE_LINES, _VERSE_WORDS = 4, range(1, 13)
_MIN_OPEN, _MIN_FUNCTION_WORDS = 1 / 3, 0.2
_OPEN_ENDS = (",", ";", "–", "—", "-")
# What closes a letter, before the name of who writes it.
_CLOSING = re.compile(
    r"(?:(?:(?:many |best |kind |warm |with )*(?:thanks|regards|wishes)|yours \w+|sincerely(?: yours)?"
    r"|(?:mit )?(?:\w+ )?grü(?:ß|ss)en?|cordialement|bien à vous|amitiés"
    r"|(?:un )?saludos?(?: cordial(?:es)?)?|atentamente|cordiali saluti"
    r"|(?:met )?vriendelijke groet(?:en)?|atenciosamente|abraços?)(?:[,.!]|$)"
    r"|(?:cheers|best|love|yours),)",
    re.I,
)
_MAX_LETTER_WORDS, _LINES_PER_LETTER_LINE = 6, 20
# A greeting, or one name of who is addressed: “Dear Ms Olsen,”, “Ed,”. An address has more such lines.
_SALUTATION = re.compile(
    r"(?:(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|liebe[rs]?|sehr geehrter?|hallo"
    r"|guten tag|ch[eè]re?s?|bonjour|estimad[oa]s?|querid[oa]s?|hola|gentil[ei]|car[oaie]|ciao|beste"
    r"|geachte|prezad[oa]s?|olá)\b[^,.:;!?]*|[^\W\d_][’'\w-]*),",
    re.I,
)
_SIGNATURE = re.compile(r"[A-ZÀ-Þ]['’\w-]*\.?(?: [A-ZÀ-Þ]['’\w-]*\.?){0,3}")


def is_speech(line: Line) -> bool:
    """Return whether a short line is nothing but speech: “Got it.”, — Follow us!"""
    return line.word_count <= _MAX_SPEECH_WORDS and _SPEECH.fullmatch(line.text) is not None


def find_clock_times(
    lines: Sequence[Line], evidence: Sequence[str | None], removed: Sequence[bool]
) -> list[int]:
    """
    Return the numbers of lines that are times of day alone, if there are three of them.

    Times below a removed line are those of comments, where a name or a date is above them; but a live
    blog has buttons to share an entry there.
    """
    times = [
        number
        for number, line in enumerate(lines)
        if line.text[:1].isdigit()
        and _CLOCK.fullmatch(line.text)
        and not (number and removed[number - 1] and evidence[number - 1] != "share")
    ]
    return times if len(times) >= _MIN_CLOCK_TIMES else []


def find_verse(lines: Sequence[Line], features: Sequence[LineFeatures]) -> Iterator[range]:
    """Yield the stanzas: short lines, with no empty one between them, of sentences that run on."""
    start = 0
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following and following.start == line.end + 1 and _is_short(line, following):
            continue
        rows = range(start, number + 1)
        start = number + 1
        is_open = sum(lines[row].text.endswith(_OPEN_ENDS) for row in rows)
        if len(rows) >= _MIN_VERSE_LINES and is_open >= _MIN_OPEN * len(rows):
            words = sum(features[row].function_words * lines[row].word_count for row in rows)
            if words >= _MIN_FUNCTION_WORDS * sum(lines[row].word_count for row in rows):
                yield rows


def _is_short(*lines: Line) -> bool:
    return all(line.word_count in _VERSE_WORDS for line in lines)


def find_letter_lines(lines: Sequence[Line]) -> list[int]:
    """
    Return the numbers of lines that open and close letters: whom they address, and who signs.

    Letters and mails have one such line in twenty at least; comments of readers have fewer.
    """
    found: set[int] = set()
    for number, line in enumerate(lines):
        text = line.text
        if not 0 < line.word_count <= _MAX_LETTER_WORDS:
            continue
        following = lines[number + 1].text if number + 1 < len(lines) else ""
        if closing := _CLOSING.match(text):
            signature = text[closing.end() :].strip()
            if signature and _SIGNATURE.fullmatch(signature):
                found.add(number)
            elif not signature and _SIGNATURE.fullmatch(following):
                found.update((number, number + 1))
        elif (
            text[-1] == ","
            and _SALUTATION.fullmatch(text)
            and following[-1:] != ","
            and not (number and lines[number - 1].text.endswith(","))
        ):
            found.add(number)
    is_letter = len(found) > 1 and len(found) * _LINES_PER_LETTER_LINE >= len(lines)
    return sorted(found) if is_letter else []
