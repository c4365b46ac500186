"""Find names that the model takes for persons and the text for companies or other bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.text.words import DocumentWords

__all__ = ["stated_type"]

_DENIALS = frozenset({"not", "n't", "never"})
_OWNED = frozenset(
    {
        *("share", "stock", "subsidiary", "shareholder", "headquarters", "factory", "dealership"),
        *("store", "customer", "employee", "dealer", "branch", "warehouse"),
    }
)
"""Nouns that companies have before them: "Jardine shares"."""
_EITHER = frozenset(
    {
        *("publisher", "operator", "developer", "broadcaster", "maker", "manufacturer", "giant"),
        *("authority", "force", "institution", "unit", "carrier"),
    }
)
"""Nouns of bodies that persons can be as well."""


def stated_type(
    words: DocumentWords, mentions: Sequence[DetectedMention], index: int, lexicon: Lexicon
) -> str:
    """
    Return what the text says that a name is, `person` or `body`, or nothing.

    That is by a legal form at its end or behind it ("Jardine Ltd"), by a noun in apposition to it, as
    its predicate or its title ("Jardine, a retailer", "retailer Jardine"), or that it modifies
    ("Jardine shares").
    """
    mention = mentions[index]
    if mention.head < 0:
        return ""
    last = mention.last
    ends = [last] if last > mention.first else []
    if last + 1 < len(words) and words.sentences[last + 1] == words.sentences[last]:
        ends.append(last + 1)
    for word in ends:
        form = words.forms[word]
        if form[:1].isupper() and words.lower[word].rstrip(".") in lexicon.incorporated:
            return "body"
    head = words.heads[mention.head]
    relation = words.relations[mention.head]
    if head >= 0 and relation == "compound" and words.lemmas[head] in _OWNED:
        return "body"
    types = (_type(words, word, lexicon) for word in _said_of(words, mention))
    return next((type for type in types if type), "")


def _said_of(words: DocumentWords, mention: DetectedMention) -> Iterator[int]:
    """Yield the nouns that are an apposition, the predicate or the title of a name."""
    name, before = mention.head, mention.first - 1
    head = words.heads[name]
    for child in words.children[name]:
        if words.relations[child] == "appos":
            if words.child(child, "det") >= 0:
                yield child
        elif child == before and words.subtypes[child] in ("compound", "nmod:desc"):
            yield child
    if head < 0:
        return
    is_title = head == before and words.relations[name] in ("appos", "flat")
    is_predicate = words.relations[name] == "nsubj" and words.child(head, "cop") >= 0
    if is_title or (
        is_predicate and not any(words.lower[child] in _DENIALS for child in words.children[head])
    ):
        yield head


def _type(words: DocumentWords, noun: int, lexicon: Lexicon) -> str:
    """Return what a noun makes of a name: `person`, `body` or nothing."""
    type = lexicon.noun_types.get(words.lemmas[noun], "")
    if type == "body" and (words.numbers[noun] == 2 or words.lemmas[noun] in _EITHER):
        return ""
    return type if type in ("person", "body") else ""
