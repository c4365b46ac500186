"""Find the words of a name, and of the title before it."""

from __future__ import annotations

from hookline_relations.syntax.partners import is_partner, is_partnership
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import ADDRESS

__all__ = ["name_words", "title_words"]

MAX_WORDS = 12
ARGUMENT_RELATIONS = frozenset({"nsubj", "obj", "obl"})
OWNER_LABELS = frozenset({"LOC", "ORG", "NORP"})
TITLE_PREPOSITIONS = frozenset({"of", "for", "to"})
TITLE_TAGS = ("NOUN", "PROPN")
VERB_TAGS = ("VERB", "AUX")
HYPHENS = frozenset({"-", "–"})
OUTER = frozenset({"-", "–", "‑", ",", '"', "“", "”", "'", "(", ")", ":"})
PREFIX_HYPHENS = ("-", "–", "‑")


def name_words(tree: SentenceTree, index: int) -> tuple[int, ...]:
    """Return the words of a name: that of partners, the entity at `index`, or a flat expression."""
    if is_partnership(tree, index):
        partners = (child for child in tree.dependents(index, "conj") if is_partner(tree, child))
        return tuple(range(index, max(partners) + 1))
    if tree.entity_of[index] is not None:
        return tuple(tree.entity_words(index))
    return tuple(sorted([index, *tree.dependents(index, "flat")]))


def title_words(tree: SentenceTree, first: int) -> tuple[int, ...]:
    """
    Return the words of the title before a person's name, whose first word is `first`.

    The order of the words counts more than the tree, since parsers attach titles in many ways:
    "Japan's Defence Minister", "US Secretary of War", "former Pennsylvania Senator".
    """
    last = first - 1
    if last < 0 or tree.tags[last] not in ("NOUN", "PROPN") or _starts_relative(tree, first):
        return ()
    if tree.lemmas[last] in ADDRESS:
        return ()
    if tree.label(last) not in (None, "MISC", "ORG") and not _is_complement(tree, last):
        return ()
    start = last
    above = tree.heads[tree.head_of(name_words(tree, first))]
    while (
        start > 0
        and first - start < MAX_WORDS
        and (
            _belongs_to_title(tree, start - 1)
            or (start - 1 == above and tree.tags[above] not in VERB_TAGS)
            or (start - 2 == above and _complements_title(tree, start - 1))
            or tree.words[start - 1].text.endswith(PREFIX_HYPHENS)
        )
    ):
        start -= 1
        if tree.tags[start] == "DET" and not (
            start - 2 == above and _complements_title(tree, start - 1)
        ):
            break
    while tree.tags[start] in ("PART", "ADP") or tree.words[start].text in OUTER:
        start += 1
    words = tuple(range(start, first))
    if tree.label(start) == "ORG" and len({tree.entity_of[word] for word in words}) == 1:
        return ()  # an organization alone is no title
    return words


def _is_complement(tree: SentenceTree, last: int) -> bool:
    """Return whether the place before a name belongs to a title: "ambassador to Portugal Ann Lee"."""
    before = name_words(tree, last)[0] - 1
    if before >= 0 and tree.tags[before] == "DET":
        before -= 1
    if tree.label(last) != "LOC" or before < 1:
        return False
    return tree.words[before].text in TITLE_PREPOSITIONS and tree.tags[before - 1] in TITLE_TAGS


def _complements_title(tree: SentenceTree, preposition: int) -> bool:
    """Return whether a preposition follows the noun of a title: "the president of Peru Ann Lee"."""
    text, before = tree.words[preposition].text, preposition - 1
    return text in TITLE_PREPOSITIONS and tree.tags[before] in TITLE_TAGS


def _starts_relative(tree: SentenceTree, first: int) -> bool:
    """Return whether the name begins a clause about the noun before it: "the firm Ann founded"."""
    verb = tree.heads[tree.head_of(name_words(tree, first))]
    return verb >= 0 and tree.base(verb) == "acl" and tree.heads[verb] == first - 1


def _belongs_to_title(tree: SentenceTree, index: int) -> bool:
    """Return whether a word before a title is part of it."""
    tag, text = tree.tags[index], tree.words[index].text.lower()
    if tag in ("NOUN", "PROPN", "ADJ"):
        return tree.base(index) not in ARGUMENT_RELATIONS or tree.label(index) in OWNER_LABELS
    if tag == "DET" or (tag == "PUNCT" and text in HYPHENS):
        return True
    if index == 0 or tree.tags[index - 1] not in ("NOUN", "PROPN"):
        return False
    if tree.entity_of[index] is not None and tree.entity_of[index] == tree.entity_of[index - 1]:
        return True  # "University of Kansas" in "University of Kansas professor Ann Lee"
    first = index - 1
    if first >= 2 and tree.words[first - 1].text in HYPHENS:
        first -= 2  # "Ex-president of Peru Ann Lee"
    capitalized = tree.words[first].text[:1].isupper() and tree.entity_of[index - 1] is None
    return tag == "PART" or (text in TITLE_PREPOSITIONS and capitalized)
