"""Find the words that fill the roles of a rule, around a verb or around a noun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookline_relations.mentions.names import name_words, title_words
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import conjuncts
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import HAPPENING, MAKING

__all__ = ["Filler", "Nouns", "of_verb"]

HOPED = frozenset({"nominate"})
BOTH_SIDES = frozenset({"-", "–", "—", "/", "‑"})


class Filler(NamedTuple):
    """A word that fills a role, and the preposition words that belong to the predicate with it."""

    head: int
    marker: tuple[int, ...] = ()


def _apart(tree: Tree, head: int, marker: tuple[int, ...] = ()) -> list[Filler]:
    return [Filler(end, marker) for end in conjuncts(tree, head, always=True)]


def of_verb(tree: Tree, clause: Clause, role: str, governed: int | None) -> list[Filler]:
    """
    Return what fills a role of a verb; `governed` is its object where that is part of the trigger.

    `agent` and `patient` are the same whether the clause is active or passive.
    """
    if role in ("agent", "patient"):
        found: list[Filler] = []
        if clause.subject is not None and (role == "patient") == clause.passive:
            found += _apart(tree, clause.subject)
        for argument in clause.arguments:
            if role == "agent" and clause.passive and argument.preposition == "by":
                found += _apart(tree, argument.head, argument.marker)
            if role == "patient" and not clause.passive and argument.role == "object":
                found += _apart(tree, argument.head)
        return found
    fillers = [
        filler
        for argument in clause.arguments
        if argument.role == role or argument.preposition == role
        for filler in _apart(tree, argument.head, argument.marker)
    ]
    if governed is not None:
        fillers += _with_preposition(tree, governed, role)
    elif role not in ("attribute", "time", "recipient"):
        # Parsers often hang "with China" on the object of the verb.
        for argument in clause.arguments:
            if argument.role == "object" and tree.entity[argument.head] is None:
                fillers += _with_preposition(tree, argument.head, role)
    return fillers


def _with_preposition(tree: Tree, index: int, preposition: str) -> list[Filler]:
    return [
        filler
        for child in tree.kids(index, "nmod", "obl")
        if tree.preposition(child) == preposition
        for filler in _apart(tree, child, tree.case(child))
    ]


class Nouns:
    """What the nouns of a sentence are tied to: their holders, owners and complements."""

    def __init__(self, tree: Tree, clauses: Sequence[Clause]) -> None:
        self.tree = tree
        self.clauses = {clause.head: clause for clause in clauses}
        self.titled: dict[int, tuple[int, tuple[int, ...]]] = {}
        self._read_titles()

    def _read_titles(self) -> None:
        """Note, for the noun that heads each title, the name that it stands before."""
        tree = self.tree
        for index, entity in enumerate(tree.entity):
            if entity is None or tree.entities[entity].label != "PERSON":
                continue
            if index and tree.entity[index - 1] == entity:
                continue
            words = title_words(tree, index)
            if not words:
                continue
            cut = next((word for word in words if tree.tags[word] == "ADP"), words[-1] + 1)
            name = name_words(tree, index)
            self.titled[cut - 1] = (tree.head_of(name), words)

    def fillers(self, index: int, role: str) -> list[Filler]:
        """Return what fills a role of the noun at `index`."""
        tree = self.tree
        if role == "self":
            return [] if self._paired(index) else [Filler(index)]
        if role == "holder":
            return self._holders(index)
        if role == "possessor":
            return self._owners(index)
        if role == "modifier":
            return self._modifiers(index)
        if role == "apposition":
            return self._appositions(index)
        if role == "acronym":
            return self._acronyms(index)
        if role == "based":
            return self._based(index)
        if role == "pair":
            return self._pair(index)
        if role == "between":
            return self._between(index)
        return _with_preposition(tree, index, role)

    def _paired(self, index: int) -> bool:
        """Return whether a hyphen makes a name one of two: "the London-Rome flight"."""
        tree = self.tree
        words = name_words(tree, index)
        return any(
            hyphen >= 0
            and 0 <= other < len(tree)
            and tree.words[hyphen].text in BOTH_SIDES
            and tree.entity[other] not in (None, tree.entity[index])
            for hyphen, other in ((words[0] - 1, words[0] - 2), (words[-1] + 1, words[-1] + 2))
        )

    def _between(self, index: int) -> list[Filler]:
        """
        Return both parties, also where they hang on a place, "talks in Oslo between A and B", or on
        the verb that says that it happened, "talks were held between A and B".
        """
        tree = self.tree
        verb = tree.heads[index]
        happens = (
            verb >= 0 and tree.lemmas[verb] in HAPPENING and tree.base(index) in ("nsubj", "obj")
        )
        below = tree.subtree(index).union(
            *(tree.subtree(child) for child in tree.kids(verb, "obl") if happens)
        )
        for word in sorted(below):
            if word > index and tree.preposition(word) == "between":
                found = _apart(tree, word, tree.case(word))
                return found if len(found) > 1 else []
        return []

    def _holders(self, index: int) -> list[Filler]:
        tree = self.tree
        found: list[Filler] = []
        if index in self.titled:
            found.append(Filler(self.titled[index][0]))
        elif tree.rels[index] == "nmod:desc" and tree.heads[index] >= 0:
            found.append(Filler(tree.heads[index]))
        if tree.base(index) == "appos" and tree.heads[index] >= 0:
            found.append(Filler(tree.heads[index]))
        found += [Filler(child) for child in tree.kids(index, "appos")]
        clause = self.role_clause(index)
        if clause is not None:
            found += self._predicated(index, clause)
        if tree.base(index) == "conj" and tree.heads[index] >= 0 and not found:
            found = self._holders(tree.heads[index])
        return found

    def role_clause(self, index: int) -> Clause | None:
        """Return the clause that says who bears the noun: "is", "became", "was elected"."""
        tree = self.tree
        if index in self.clauses:
            return self.clauses[index]
        above = self.clauses.get(tree.heads[index])
        if above is None or tree.lemmas[above.head] not in MAKING:
            return None
        is_role = tree.base(index) == "xcomp" or (
            tree.base(index) in ("obl", "obj", "advcl") and tree.preposition(index) in ("as", "")
        )
        return above if is_role and tree.lemmas[above.head] not in HOPED else None

    def _predicated(self, index: int, clause: Clause) -> list[Filler]:
        tree = self.tree
        given = [
            argument.head
            for argument in clause.arguments
            if argument.role == "object" and argument.head != index
        ]
        if clause.head != index and given and not clause.passive:
            return _apart(tree, given[0])
        return [] if clause.subject is None else _apart(tree, clause.subject)

    def _owners(self, index: int) -> list[Filler]:
        tree = self.tree
        found = [
            filler for child in tree.kids(index, "nmod:poss") for filler in _apart(tree, child)
        ]
        if tree.entity[index] is not None and len(found) > 1:
            # "Acme's Ann and Bolt's Bob": of several, the one right before a name is its owner.
            before = [filler for filler in found if filler.head < index]
            found = before[-1:]
        _, words = self.titled.get(index, (0, ()))
        for word in words:
            owned = word + 1 < len(tree) and tree.tags[word + 1] == "PART" and word + 1 < index
            if owned and tree.entity[word] is not None:
                found.append(Filler(word))
        return list(dict.fromkeys(found))

    def _modifiers(self, index: int) -> list[Filler]:
        tree = self.tree
        found = [
            Filler(child)
            for child in tree.kids(index, "compound", "amod", "nmod:desc", "nmod:unmarked")
            if tree.entity[child] not in (None, tree.entity[index]) and child < index
        ]
        name, words = self.titled.get(index, (0, ()))
        # A subject has no preposition: "In Turkey Minister Ellwood met …" says where.
        before = words[0] - 1 if words else -1
        if before >= 0 and tree.tags[before] == "ADP" and tree.base(name) == "nsubj":
            return []
        for word in words:
            free = word + 1 >= len(tree) or tree.tags[word + 1] != "PART"
            if word < index and free and tree.entity[word] is not None:
                last = word + 1 >= len(tree) or tree.entity[word + 1] != tree.entity[word]
                if last:
                    found.append(Filler(word))
        return list(dict.fromkeys(found))

    def _appositions(self, index: int) -> list[Filler]:
        """Return the name after a comma that says where a place is: "Mecca, Saudi Arabia"."""
        tree = self.tree
        entity = tree.entity[index]
        words = name_words(tree, index)
        after = words[-1] + 1
        if entity is None or after + 1 >= len(tree) or tree.words[after].text != ",":
            return []
        second = after + 1
        if tree.entity[second] is None or tree.entity[second] == entity:
            return []
        head = tree.head_of(name_words(tree, second))
        tied = tree.heads[head] in words and tree.base(head) in ("appos", "nmod", "list", "flat")
        listed = tree.kids(head, "cc") or any(tree.base(word) == "conj" for word in (head,))
        return [Filler(head)] if tied and not listed else []

    def _acronyms(self, index: int) -> list[Filler]:
        """Return the name in brackets that repeats the initials of the name before them."""
        tree = self.tree
        words = name_words(tree, index)
        after = words[-1] + 1
        if after + 2 >= len(tree) or tree.words[after].text not in ("(", "-LRB-"):
            return []
        if tree.words[after + 2].text not in (")", "-RRB-") or tree.entity[after + 1] is None:
            return []
        short = [letter for letter in tree.words[after + 1].text if letter.isupper()]
        initials = iter([tree.words[word].text[:1].upper() for word in words])
        spelt = len(short) > 1 and all(letter in initials for letter in short)
        return [Filler(after + 1)] if spelt else []

    def _based(self, index: int) -> list[Filler]:
        """Return London from "London-based Reuters"."""
        tree = self.tree
        first = name_words(tree, index)[0]
        for word in range(max(0, first - 4), first):
            if tree.lemmas[word] in ("base", "based") and word >= 2:
                if tree.words[word - 1].text in BOTH_SIDES and tree.entity[word - 2] is not None:
                    return [Filler(word - 2)]
            elif tree.words[word].text.lower().endswith("-based") and tree.entity[word] is not None:
                return [Filler(word)]
        return []

    def _pair(self, index: int) -> list[Filler]:
        """Return both names from "the Japan-US alliance"."""
        tree = self.tree
        for word in range(max(0, index - 4), index - 2):
            left, right = tree.entity[word], tree.entity[word + 2]
            joined = tree.words[word + 1].text in BOTH_SIDES
            if joined and left is not None and right is not None and left != right:
                return [Filler(word), Filler(word + 2)]
        return []
