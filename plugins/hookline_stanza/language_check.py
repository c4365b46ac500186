"""Notice texts that are not in the language of an English model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

__all__ = ["is_english"]

# Common in English and rare elsewhere; "at", "for", "in", "on", "to" and "was" are words of others.
FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the of and that with from by this which are were has have been its his their not but they you "
        "she it who will would said",
    )
)
# Common in German, French, Spanish, Italian, Portuguese, Dutch, Norwegian, Danish, Swedish and Polish,
# and rare in English and in names.
FOREIGN_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        nicht ist sind wurde wurden worden werden wird haben sich auch dass eine einen einem einer auf
        mit über wir ich seit noch zwischen gegen ihre seine seinen seiner keine zwei drei wie oder
        wenn sagte mehr nur diese dieser aber nach blieb
        est sont été était dans qui que pas avec une cette ses elle ont aux mais leur après depuis deux
        trois nous vous où comme
        una por pero fue está desde según hasta cuando durante también más tres muy sin sus
        che è sono nel nella alla dal dalla hanno anche questo gli più dopo stato tre due dei
        uma não foi são ao às pela pelo dois três seu sua mas isso ele
        een het niet zijn voor naar maar wordt werd ook uit hij deze zal zei twee drie hebben heeft
        ikke som av af på blir ble blev bli fra etter også år mot
        att är inte ett från efter vid två
        się nie jest że przez są został po trzech który
        """,
    )
)
# The same, but found in names as well ("van der Berg", "Rio de Janeiro").
AMBIGUOUS_WORDS = frozenset(
    re.findall(
        r"\w+",
        "der das dem des ein und für von zu zur zum bei aus de la le les du et il au ce se ne el los "
        "las del y para su al lo di della e non da dos com na dat te aan til det er og och för oraz "
        "dla z w",
    )
)
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1d00-\u1dbf\u1e00-\u1eff]")
SAMPLE = 4000  # characters from the start of a text
MIN_LETTERS = 12  # shorter texts are names
MIN_PROSE = 240  # letters in lines of prose: a few sentences
MIN_WORDS = 8  # lines of fewer words are headings and menus
MIN_SHARE = 0.06  # of the words; English prose has 0.15 and more, other languages less than 0.03
MIN_FOREIGN_SHARE = 0.15  # of the words of a short text


def is_english(text: str) -> bool:
    """
    Tell whether a text may be English: by its script, and its share of function words.

    A text in Latin letters without some lines of prose counts as English, unless it has function words
    of another language.
    """
    sample = unicodedata.normalize("NFKC", text[:SAMPLE])  # letters in bold or of full width
    lines = [WORD.findall(line) for line in sample.splitlines()]
    letters = sum(len(word) for line in lines for word in line)
    if letters < MIN_LETTERS:
        return True
    if len(LATIN.findall(sample)) < letters / 2:
        return False
    words = [word.lower() for line in lines if len(line) >= MIN_WORDS for word in line]
    if sum(map(len, words)) < MIN_PROSE:
        return not _is_foreign([word for line in lines for word in line])
    return sum(word in FUNCTION_WORDS for word in words) >= MIN_SHARE * len(words)


def _is_foreign(words: Sequence[str]) -> bool:
    """Tell whether the words of a short text are clearly those of another language."""
    small = [word for word in words if word.islower()]  # others are often names
    foreign = sum(word in FOREIGN_WORDS for word in small)
    likely = foreign + sum(
        word in AMBIGUOUS_WORDS or not word.isascii() for word in small if word not in FOREIGN_WORDS
    )
    english = sum(word.lower() in FUNCTION_WORDS for word in words)
    is_clear = foreign >= 2 or (foreign == 1 and likely >= 3)
    return is_clear and likely >= max(MIN_FOREIGN_SHARE * len(words), 3 * english)
