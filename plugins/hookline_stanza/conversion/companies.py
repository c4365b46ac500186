"""Make whole names of companies by their legal forms: "Kohlberg Kravis Roberts & Co."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline import Entity, Token

from .spans import token_range

__all__ = ["correct_companies"]

_FORMS = frozenset(("Inc", "Corp", "Ltd", "LLP", "LLC", "PLC", "Plc", "plc", "GmbH", "Co", "Bhd"))
_PARTNERS = frozenset(("Co", "Company", "Sons", "Brothers", "Bros", "Associates", "Partners"))
_NAMES = frozenset(("PERSON", "ORG"))


def correct_companies(tokens: Sequence[Token], entities: Sequence[Entity]) -> Iterator[Entity]:
    """
    Yield the entities, with companies whose names have their legal form.

    A person with one ("Flom LLP"), or before "& Co." and "& Sons", is a company; a form by itself
    belongs to the capitalized words before it, and one word twice is a name ("Johnson & Johnson").

    Args:
        tokens: Tokens of the document.
        entities: Entities, in order.
    """
    done = 0
    ranges = [token_range(tokens, entity) for entity in entities]
    behind = [*ranges[1:], (len(tokens), len(tokens))]
    for entity, (first, end), (next_first, next_end) in zip(entities, ranges, behind, strict=True):
        if first < done:
            continue
        if entity.label in _NAMES:
            start, last = _name(tokens, first, end, done)
            if start == last:
                continue
            if next_first < last < next_end:  # "Lee and Company B" are two
                start, last = first, end
            if (start, last) != (first, end) or _is_form(tokens[last - 1], first, last):
                entity = Entity(tokens[start].start, tokens[last - 1].end, "ORG")
            end = last
        done = end
        yield entity


def _name(tokens: Sequence[Token], first: int, end: int, done: int) -> tuple[int, int]:
    """Return the range of the whole name, which begins behind `done`; an empty one if there is none."""
    sentence = tokens[first].sentence
    if end - first == 1 and tokens[first].text.rstrip(".") in _FORMS:
        while first > done and _is_capitalized(tokens[first - 1], sentence):
            first -= 1
        return (first, end) if end - first > 1 else (end, end)
    behind = [token.text for token in tokens[end : end + 2] if token.sentence == sentence]
    if len(behind) == 2 and behind[0] in ("&", "and"):
        is_partner = behind[1].rstrip(".") in _PARTNERS
        is_double = behind[0] == "&" and end - first == 1 and behind[1] == tokens[first].text
        if is_partner or is_double:
            return first, end + 2
    return first, end


def _is_form(last: Token, first: int, end: int) -> bool:
    return end - first > 1 and last.text.rstrip(".") in _FORMS


def _is_capitalized(token: Token, sentence: int) -> bool:
    return token.sentence == sentence and token.text[:1].isupper()
