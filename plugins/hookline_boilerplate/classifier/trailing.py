"""Find boilerplate at the end of a line of content: “… he said. Read more: …”."""

from __future__ import annotations

import re
from typing import NamedTuple

from hookline_boilerplate.classifier.evidence import families_by_evidence
from hookline_boilerplate.features.line_features import LineFeatureExtractor
from hookline_boilerplate.lines import MIN_TRAILING_WORDS, PARAGRAPH_CHARACTERS, Line, parse_line
from hookline_boilerplate.patterns.shapes import GLUED_NETWORKS

__all__ = ["Glued", "TrailingBoilerplate", "TrailingSpan"]

# Only the last characters of a line are searched, and no span has more words.
_SEARCHED_CHARACTERS, _MAX_SPAN_WORDS = 240, 25
# What has fewer words, or no end of a sentence, goes with what is glued to it if it scores so.
_MIN_SENTENCE_WORDS = 4
# White space after the end of a sentence, before anything but lower case, or before a bracket; or the
# missing space between a full stop, with or without a closing mark behind it, and a capital.
_BORDER = re.compile(
    r"(?<=[.!?…\"'”’»)\]])\s(?=[^\s\W_a-z])|\s(?=[\[(])"
    r"|(?:(?<=[^\W_]{2}[.!?…])|(?<=[^\W_]{2}[.!?…][\"”’»)]))(?=[^\W\d_a-z])"
)
_NETWORKS_AT_END = re.compile(rf"(?<=[.!?…\"'”’»)])\s?({GLUED_NETWORKS})$")
# Who wrote a report of an agency: “(Reporting by Ann Lee; Editing by Bob Ray)”.
_CREDITS_AT_END = re.compile(
    r"(?<=[.!?…\"'”’»)])\s?(\((?:(?:Additional r|R)eporting|Writing|Editing) by [A-ZÀ-Þ][^()]*\))$"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_SENTENCE_END_CHARACTERS = 8
_FAMILIES = frozenset(
    {
        "newsletter",
        "subscription",
        "share",
        "related",
        "advertisement",
        "comments",
        "legal",
        "cookies",
    }
)
_READER_WORDS = frozenset({"you", "your", "our", "us", "here"})
_LABEL = re.compile(r"[^\W\d_][\w’' -]{2,40}:\s")


class TrailingSpan(NamedTuple):
    """A span of boilerplate in the text of a line, by offsets, and its family."""

    start: int
    end: int
    family: str


class Glued(NamedTuple):
    """
    A line with a notice behind it, without a space, as two lines.

    The first ends where the second starts; `is_sentence` says that it is one, of some words and without
    a phrase. `family` is that of the second.
    """

    before: Line
    behind: Line
    family: str
    is_sentence: bool


class TrailingBoilerplate:
    """Finds sentences and bracketed text of some families at the end of lines."""

    def __init__(self, extractor: LineFeatureExtractor) -> None:
        self._extractor = extractor
        self._phrase_filter = extractor.phrase_filter(_FAMILIES)

    def find(self, line: Line) -> list[TrailingSpan]:
        """Return the spans at the end of a line that are boilerplate beyond doubt, in order."""
        text, end = line.text, len(line.text)
        if line.word_count < MIN_TRAILING_WORDS or not text:
            return []
        spans: list[TrailingSpan] = []
        first = max(0, end - _SEARCHED_CHARACTERS)
        if text[-1].isalpha() and (networks := _NETWORKS_AT_END.search(text, first)):
            spans.append(TrailingSpan(networks.start(1), end, "share"))
            end = networks.start()
        elif text[-1] == ")" and (credits := _CREDITS_AT_END.search(text, first)):
            spans.append(TrailingSpan(credits.start(1), end, "byline"))
            end = credits.start()
        if not self._may_match(line):
            return spans
        borders = _BORDER.finditer(text, first, end)
        for border in reversed(list(borders)):
            start = border.end()
            is_bracketed = text[start] in "[("
            if is_bracketed:
                if text[end - 1] not in "])":
                    continue
            elif not _SENTENCE_END.search(
                text, max(0, start - _SENTENCE_END_CHARACTERS), border.start()
            ):
                continue
            is_glued = start == border.start()
            family = self._family(text[start:end].strip("()[] "), is_glued)
            if family is None:
                if is_bracketed:
                    continue
                break
            spans.append(TrailingSpan(start, end, family))
            end = border.start()
        return spans[::-1]

    def split_glued(self, text: str, line: Line) -> Glued | None:
        """Part a line of `text` from a notice that is glued to its end, or return None."""
        spans = self.find(line)
        glued = next((span for span in spans if not line.text[span.start - 1].isspace()), None)
        if glued is None:
            return None
        border = text.index(line.text, line.start) + glued.start
        before = parse_line(line.text[: glued.start])._replace(start=line.start, end=border)
        behind = parse_line(line.text[glued.start :])._replace(start=border, end=line.end)
        features = self._extractor.describe(before)
        is_sentence = (
            features.ends_sentence
            and before.word_count >= _MIN_SENTENCE_WORDS
            and not (features.whole_phrase or features.part_phrase)
        )
        return Glued(before, behind, glued.family, is_sentence)

    def _may_match(self, line: Line) -> bool:
        """Return whether the end of a line may contain a phrase; False is certain."""
        words, text = line.words, line.text
        if len(text) > PARAGRAPH_CHARACTERS:
            words = parse_line(text[-_SEARCHED_CHARACTERS:]).words
        if "(" not in text and "[" not in text:
            # The last sentence is tried first, and the search stops where it is too long.
            words = words[-_MAX_SPAN_WORDS:]
        return self._phrase_filter.may_match(words)

    def _family(self, span: str, is_glued: bool) -> str | None:
        """
        Return the family of a span that is boilerplate beyond doubt, or None.

        A single word is only where it `is_glued` to a full stop without a space.
        """
        line = parse_line(span)
        if line.word_count > _MAX_SPAN_WORDS:
            return None
        if not self._extractor.has_phrase(line.words, _FAMILIES):
            return None
        features = self._extractor.describe(line)
        [family] = families_by_evidence([line], [features])
        if family not in _FAMILIES:
            return None
        if family == features.shape and not features.part_is_label:
            return family if family == "legal" else None
        if features.whole_phrase:
            return family if line.word_count > 1 or is_glued else None
        if features.part_must_open and _LABEL.match(span):
            return family
        # “Subscribe to the newsletter was what he said” addresses nobody.
        is_appeal = (
            not _READER_WORDS.isdisjoint(line.words) or 2 * features.part_length >= line.word_count
        )
        return family if features.part_length > 2 and is_appeal else None
