"""Check what may fill an argument of a rule: a name, a pronoun, or a noun that refers to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookline import Span
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.resolver import MentionResolver
from hookline_relations.mentions.spans import make_mention
from hookline_relations.syntax.inexact_dates import is_inexact_date
from hookline_relations.syntax.partners import is_partnership
from hookline_relations.syntax.phrases import phrase
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import PERSONAL, PLURAL, QUANTITIES
from hookline_relations.typed.rules import ArgumentSpec

__all__ = ["FillerMatcher", "noun_forms"]

BARE = frozenset({"police", "prosecutor", "authority", "troop", "rebel", "militant"})
"""Nouns that name a party without an article: "police arrested Ann"."""
PEOPLES = frozenset({"people", "population", "nation", "public"})
"""Nouns for a people, which an adjective has to name: "the Iraqi people"."""
STRIKES = frozenset({"strike", "raid", "bombing", "bombardment", "shelling"})
WEAPONS = frozenset(
    {"air", "aerial", "drone", "missile", "rocket", "artillery", "military", "precision"}
)
"""Words between whose strike it is and the noun: "a US drone strike", but "a French rail strike"."""
NO_NOUNS: frozenset[str] = frozenset()


class FillerMatcher:
    """Match words with the labels of an argument; `nouns` lists the common nouns of each label."""

    def __init__(self, nouns: Mapping[str, Sequence[str]]) -> None:
        self._nouns = {label: frozenset(words) for label, words in nouns.items()}

    def mention(
        self,
        tree: SentenceTree,
        head: int,
        spec: ArgumentSpec,
        resolver: MentionResolver,
        *,
        indefinite: bool = False,
    ) -> Span | None:
        """
        Return the mention around a word, or None if it may not fill the argument.

        A common noun needs an article that says which one is meant, unless it may be `indefinite`.
        """
        entity = tree.entity_of[head]
        if entity is not None and is_partnership(tree, head):
            named = make_mention(tree, name_words(tree, head), entity)
            return named if "ORG" in spec.labels else None
        if entity is not None:
            span = tree.entities[entity]
            bearer = _bearer(tree, head)
            if span.label == "NORP" and bearer is not None and "PERSON" in spec.labels:
                return make_mention(tree, name_words(tree, bearer), tree.entity_of[bearer])
            # "pro-Beijing" is a stance, "Chinese" an origin.
            stance = span.label == "NORP" and tree.words[head].text[:1].islower()
            prefixed = tree.words[head].text.lower().startswith(("pro-", "anti-"))
            if span.label not in spec.labels or stance or prefixed:
                return None
            if span.label == "DATE" and is_inexact_date(tree, head):
                return None
            return Span(span.start, span.end, entity)
        name = resolver.name_for(tree, head)
        if name is not None and tree.label(name) in spec.labels:
            return self.mention(tree, name, spec, resolver)
        if tree.lemmas[head] in QUANTITIES:
            return next(
                (
                    self.mention(tree, child, spec, resolver)
                    for child in tree.dependents(head, "nmod")
                    if tree.preposition(child) == "of"
                ),
                None,
            )
        words = _short_phrase(tree, head)
        referent = resolver.entity(tree, head)
        if tree.tags[head] == "PRON" and referent is not None:
            if tree.entities[referent].label not in spec.labels:
                return None
            return resolver.mention(tree, words)
        if tree.tags[head] == "PRON":
            text = tree.words[head].text.lower()
            labels = {"PERSON"} if text in PERSONAL else set()
            labels |= {"PERSON", "ORG"} if text in PLURAL else set()
            labels |= {"ORG", "LOC"} if text == "it" and tree.base(head) == "nsubj" else set()
            if not labels & spec.labels:
                return None
            return self._without_contained_name(tree, head, resolver.mention(tree, words), spec)
        if referent is not None and tree.entities[referent].label in spec.labels:
            return resolver.mention(tree, words)
        forms = noun_forms(tree, head)
        if all(self._nouns.get(label, NO_NOUNS).isdisjoint(forms) for label in spec.labels):
            return None
        mention = resolver.mention(tree, words)
        if mention.entity is None and not PEOPLES.isdisjoint(forms):
            return None
        if not STRIKES.isdisjoint(forms) and not _is_named_strike(tree, head):
            return None
        definite = any(tree.lemmas[det] == "the" for det in tree.dependents(head, "det"))
        definite = definite or bool(tree.dependents(head, "nmod:poss"))
        definite = definite or (indefinite and _is_counted(tree, head)) or tree.lemmas[head] in BARE
        if mention.entity is None and not definite:
            return None
        return self._without_contained_name(tree, head, mention, spec)

    def _without_contained_name(
        self, tree: SentenceTree, head: int, mention: Span, spec: ArgumentSpec
    ) -> Span:
        """Remove the entity that a mention only contains: "the lawyer of Apple" is not Apple."""
        if mention.entity is None:
            return mention
        label = tree.entities[mention.entity].label
        # "Russian soldiers" refers to Russia, "a soldier" does not.
        lemma = tree.lemmas[head]
        one_person = lemma == tree.words[head].text.lower() and (
            lemma in self._nouns.get("PERSON", NO_NOUNS)
        )
        if label not in spec.labels or (one_person and label != "PERSON"):
            return mention._replace(entity=None)
        return mention


def _bearer(tree: SentenceTree, head: int) -> int | None:
    """Return the name after a nation or party that a parser makes its head: "the Whig Henry Clay"."""
    after = name_words(tree, head)[-1] + 1
    if after >= len(tree) or tree.label(after) != "PERSON":
        return None
    name = tree.head_of(name_words(tree, after))
    return name if tree.heads[name] == head else None


def _is_named_strike(tree: SentenceTree, head: int) -> bool:
    """Return whether a name says whose attack a noun is: "an Israeli air strike"."""
    word = head - 1
    while word > 0 and tree.lemmas[word].lower() in WEAPONS:
        word -= 1
    return word >= 0 and tree.label(word) in ("LOC", "NORP", "ORG")


def _is_counted(tree: SentenceTree, head: int) -> bool:
    """Return whether a noun has an indefinite article or is a plural: "a jury", "gunmen"."""
    article = any(tree.lemmas[det] in ("a", "an") for det in tree.dependents(head, "det"))
    return article or tree.words[head].xpos == "NNS"


def noun_forms(tree: SentenceTree, index: int) -> tuple[str, str]:
    """Return the lemma of a noun, and its plain singular in case the lemma is wrong ("bases")."""
    return tree.lemmas[index], tree.words[index].text.lower().removesuffix("s")


def _short_phrase(tree: SentenceTree, head: int) -> tuple[int, ...]:
    """Return a phrase up to its head, and its complements with "of"."""
    complements = {
        word
        for child in tree.dependents(head, "nmod")
        if tree.preposition(child) == "of"
        for word in tree.subtree(child)
    }
    return tuple(word for word in phrase(tree, head) if word <= head or word in complements)
