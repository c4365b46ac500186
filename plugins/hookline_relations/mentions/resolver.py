"""Resolve which named entity a mention is, contains or refers to."""

from __future__ import annotations

from collections.abc import Sequence

from hookline import Cluster, Entity, Span
from hookline_relations.mentions.candidates import Candidate
from hookline_relations.mentions.names import title_words
from hookline_relations.mentions.spans import make_mention
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import SINGULAR, SITES

__all__ = ["MentionResolver"]

DEFINITE = frozenset({"the", "this", "that"})
MAX_TITLE_DISTANCE = 4
SENDING = frozenset({"from", "by", "with"})
NAMING_MARKS = frozenset({",", ":", "–", "—"})
"""What stands before a name that says who a noun is, behind its complements."""


class MentionResolver:
    """
    Resolve mentions by the entities and clusters of a document up to the current sentence.

    Where no cluster does, two rules of high precision link a pronoun or a noun to a name: "he" and
    "she" refer to the only person named before them in this sentence and the one before; "the ministry"
    to the last name that contains "Ministry".
    """

    def __init__(
        self, entities: Sequence[Entity], text: str, clusters: Sequence[Cluster] = ()
    ) -> None:
        self._entities = entities
        self._referents = _referents(clusters)
        self._clusters = {
            mention[:2]: number
            for number, cluster in enumerate(clusters)
            for mention in cluster.mentions
        }
        self.names = [text[entity.start : entity.end] for entity in entities]
        self._previous: list[int] = []
        self._current: list[int] = []
        self._by_word: dict[str, int] = {}

    def start_sentence(self, tree: SentenceTree) -> None:
        """Make `tree` the current sentence."""
        for entity in self._current:
            for word in self.names[entity].lower().split():
                self._by_word[word] = entity
        self._previous = self._current
        self._current = sorted({entity for entity in tree.entity_of if entity is not None})

    def entity(self, tree: SentenceTree, head: int) -> int | None:
        """Return the entity that the phrase around `head` is or refers to."""
        if tree.entity_of[head] is not None:
            return tree.entity_of[head]
        name = self.name_for(tree, head)
        if name is not None:
            return tree.entity_of[name]
        word = tree.words[head]
        start, referent = self._referents.get(word.end, (0, None))
        if referent is not None and start <= word.start:
            return referent
        if tree.lemmas[head] in SINGULAR or word.text.lower() in SINGULAR:
            return self._person(tree, head)
        definite = any(tree.lemmas[det] in DEFINITE for det in tree.dependents(head, "det"))
        if definite and tree.tags[head] == "NOUN" and not tree.dependents(head, "nmod"):
            return self._by_word.get(tree.words[head].text.lower())
        return None

    def name_for(self, tree: SentenceTree, head: int) -> int | None:
        """Return the name that the sentence gives to a noun by title, apposition or copula."""
        name = self._name_after_title(tree, head)
        is_common = tree.tags[head] in ("NOUN", "ADJ", "PROPN") and tree.entity_of[head] is None
        if name is not None or not is_common:
            return name
        related = [*tree.dependents(head, "appos", "flat")]
        after = max(tree.subtree(head)) + 1
        if after < len(tree) and tree.base(after) == "vocative" and tree.label(after) == "PERSON":
            # Without a comma it is no vocative: "the prime minister of Italy Renzi".
            related.append(after)
        if tree.base(head) == "appos":
            related.append(tree.heads[head])
        if tree.dependents(head, "cop"):
            related += tree.dependents(head, "nsubj")
        if tree.lemmas[head] in SITES:
            related += [
                child
                for child in tree.dependents(head, "nmod")
                if tree.preposition(child) == "of" and tree.label(child) == "LOC"
            ]
        for word in related:
            if tree.label(word) in (None, "DATE", "MONEY") or word in tree.excluded:
                continue
            if not _names_sender(tree, head, word):
                return word
        return None

    def _name_after_title(self, tree: SentenceTree, head: int) -> int | None:
        """Return the name after a title, also where the parser made the title the head."""
        for word in range(head + 1, min(head + 1 + MAX_TITLE_DISTANCE, len(tree))):
            if tree.label(word) == "PERSON":
                return word if head in title_words(tree, word) else None
            if tree.tags[word] not in ("NOUN", "PROPN", "ADP"):
                return None
        return None

    def _person(self, tree: SentenceTree, pronoun: int) -> int | None:
        start = tree.words[pronoun].start
        before = [entity for entity in self._current if self._entities[entity].start < start]
        persons = [
            entity
            for entity in (*self._previous, *before)
            if self._entities[entity].label == "PERSON"
        ]
        surnames = {self.names[entity].split()[-1] for entity in persons}
        return persons[-1] if len(surnames) == 1 else None

    def mention(
        self, tree: SentenceTree, words: Sequence[int], *, predicative: bool = False
    ) -> Span:
        """
        Return the mention of these words, with its entity.

        A `predicative` mention ("is the capital of Peru") has the entity that it contains, not that of
        the subject.
        """
        head = tree.head_of(words)
        entity = tree.entity_of[head] if predicative else self.entity(tree, head)
        cluster = None if entity is None else self._entities[entity].cluster
        if entity is None:
            inside = {tree.entity_of[word] for word in words} - {None}
            entity = inside.pop() if len(inside) == 1 else None
        return make_mention(tree, words, entity)._replace(cluster=cluster)

    def cluster_of(self, span: Span) -> int | None:
        """Return the cluster that a stage before put a mention with these offsets in."""
        return self._clusters.get(span[:2])

    def are_apart(self, first: Span, second: Span) -> bool:
        """Return whether a stage before put two mentions in different clusters."""
        clusters = {self._clusters.get(span[:2]) for span in (first, second)}
        return len(clusters - {None}) == 2

    def candidate_mention(self, tree: SentenceTree, candidate: Candidate) -> Span:
        """Return the mention of a candidate, with the entity that it is or refers to."""
        entity = candidate.entity
        if entity is None:
            entity = self.entity(tree, candidate.head)
        cluster = None if entity is None else self._entities[entity].cluster
        words = range(candidate.first, candidate.last + 1)
        return make_mention(tree, words, entity)._replace(cluster=cluster)


def _names_sender(tree: SentenceTree, noun: int, name: int) -> bool:
    """Return whether a name only seems to be that of a noun: "a letter from Dr Ann Lee"."""
    between = range(noun + 1, tree.first(name))
    marks = {tree.words[word].text for word in between if tree.tags[word] == "PUNCT"}
    prepositions = {tree.lemmas[word] for word in between if tree.tags[word] == "ADP"}
    sent = bool(prepositions & SENDING) and marks.isdisjoint(NAMING_MARKS)
    return sent and tree.label(name) == "PERSON"


def _referents(clusters: Sequence[Cluster]) -> dict[int, tuple[int, int]]:
    """
    Return the entity that each pronoun and common noun of the clusters stands for.

    Returns:
        By the end of the mention, its start and the index of the last name before it, or of the first
        name of the cluster.
    """
    referents: dict[int, tuple[int, int]] = {}
    for cluster in clusters:
        names = [mention for mention in cluster.mentions if mention.entity is not None]
        if not names:
            continue
        for mention in cluster.mentions:
            if mention.entity is not None or mention.kind == "name":
                continue
            before = [name.entity for name in names if name.start < mention.start]
            entity = before[-1] if before else names[0].entity
            if entity is not None:
                referents[mention.end] = mention.start, entity
    return referents
