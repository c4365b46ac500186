"""Find the words that fill the roles of a rule around a noun or a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookline_relations.mentions.names import name_words, title_words
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import conjuncts
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import ADDRESS, PARTIES, words
from hookline_relations.typed.clause_roles import ClauseRoles
from hookline_relations.typed.listed_persons import (
    EXECUTIVES,
    before_other_names,
    first_title,
    name_of_next,
    person_before,
    trailing_body,
)
from hookline_relations.typed.name_roles import NAME_ROLES
from hookline_relations.typed.neighbours import (
    following_name,
    leading_place,
    name_after,
    paired_names,
    placed_after,
)
from hookline_relations.typed.offices import Post
from hookline_relations.typed.places_of_acts import is_addressed
from hookline_relations.typed.verb_roles import (
    RoleFiller,
    conjunct_fillers,
    prepositional_fillers,
)

__all__ = ["NounRoles"]

PLURAL_TAGS = frozenset({"NNS", "NNPS"})
OWNING = frozenset({"'s", "’s", "'", "’"})
HONORIFICS = ADDRESS | words("h.e. h.h. hon. prof.")
GOVERNING = words("governor mayor premier minister judge sheriff")
"""Nouns of offices of a state, whose holder has a party: the name before them may be the party's."""
RELATIONAL = words("parent grandparent sibling friend neighbour neighbor")
"""Nouns of which each person has others: a list after them may name those of several."""


class NounRoles:
    """
    The holders, possessors, modifiers and complements of the nouns of a sentence.

    `listed` are the towns of lists with what they are in, as `listed_places` returns them.
    """

    def __init__(
        self, tree: SentenceTree, clauses: Sequence[Clause], listed: Mapping[int, int]
    ) -> None:
        self._tree = tree
        self._listed = listed
        self._in_clause = ClauseRoles(tree, clauses)
        self._fillers: dict[tuple[int, str], Sequence[RoleFiller]] = {}
        self._titles: dict[int, tuple[int, tuple[int, ...]]] = {}
        """For the noun that heads a title, the head of the name after it and the title's words."""
        self._read_titles()

    def _read_titles(self) -> None:
        tree = self._tree
        for index, entity in enumerate(tree.entity_of):
            if entity is None or tree.entities[entity].label != "PERSON":
                continue
            if index and tree.entity_of[index - 1] == entity:
                continue
            first = index
            while first and tree.lemmas[first - 1] in HONORIFICS:
                first -= 1  # "Acme chief executive H.E. Ann Lee"
            title = title_words(tree, first)
            if title:
                prepositions = (
                    word
                    for word in title
                    if tree.tags[word] == "ADP" and tree.entity_of[word] is None
                )
                end = next(prepositions, title[-1] + 1)
                if tree.base(end - 1) == "amod" and tree.heads[end - 1] in title:
                    end = tree.heads[end - 1] + 1  # "president-elect"
                self._titles[end - 1] = (tree.head_of(name_words(tree, index)), title)

    def title(self, index: int) -> tuple[int, ...]:
        """Return the words of the title that a noun heads, none if it heads no title."""
        return self._titles[index][1] if index in self._titles else ()

    def role_clause(self, index: int) -> Clause | None:
        """Return the clause that assigns the noun to its holder: "is", "became", "was elected"."""
        return self._in_clause.role_clause(index)

    def post(self, index: int) -> Post | None:
        """Return how someone leaves, declines or runs for the office that the noun names."""
        return self._in_clause.post(index)

    def fillers(self, index: int, role: str) -> Sequence[RoleFiller]:
        """Return what fills a role of the noun at `index`; other roles are prepositions."""
        fillers = self._fillers.get((index, role))
        if fillers is None:
            fillers = self._fillers[index, role] = self._find_fillers(index, role)
        return fillers

    def _find_fillers(self, index: int, role: str) -> list[RoleFiller]:
        if role in NAME_ROLES:
            return NAME_ROLES[role](self._tree, index)
        match role:
            case "holder":
                return self._listed_holders(index)
            case "possessor":
                return self._possessors(index)
            case "modifier":
                return self._modifiers(index)
            case "trailing":
                return trailing_body(self._tree, index)
            case "pair":
                return [RoleFiller(name) for name in paired_names(self._tree, index)]
            case "listed":
                return _as_fillers(self._listed.get(index))
            case "between":
                return self._in_clause.between(index)
            case "doer":
                return self._in_clause.doers(index)
            case "culprit":
                return self._in_clause.culprits(index)
            case "appointer":
                return self._in_clause.appointers(index)
        return self._complements(index, role)

    def _complements(self, index: int, role: str) -> list[RoleFiller]:
        """Return the complements of a noun or name with a preposition."""
        tree = self._tree
        fillers = prepositional_fillers(tree, index, role)
        if role == "of" and index in self._titles:  # "President Ann Lee of Peru"
            fillers += prepositional_fillers(tree, self._titles[index][0], role)
        fillers = before_other_names(
            tree, index, fillers, self._titles[index][0] if index in self._titles else None
        )
        if tree.entity_of[index] is not None:
            if role in ("in", "at") and is_addressed(tree, index):
                return []
            place = placed_after(tree, index, role)
            if not fillers and place is not None:
                fillers = [RoleFiller(place)]
            return fillers
        if role == "in":
            fillers = [filler for filler in fillers if not _locates_body(tree, filler)]
        if not fillers:
            fillers = self._remote_complements(index, role)
        if not fillers and index in self._titles:
            # "CEO of Acme Ann Lee"
            after = index + 1
            if after < len(tree) and tree.words[after].text.lower() == role:
                fillers = _as_fillers(name_after(tree, after + 1))
        return fillers

    def _remote_complements(self, index: int, role: str) -> list[RoleFiller]:
        """Return complements that a parser gives to another noun."""
        tree = self._tree
        after = index + 1
        coordinated = tree.base(index) == "conj" and after < len(tree)
        if coordinated and tree.words[after].text.lower() == role and tree.base(after) == "case":
            # "a lawyer and president of Acme"
            return conjunct_fillers(tree, tree.heads[after], (after,))
        if role != "at":
            return []
        return [  # "vice president for sales at Acme"
            filler
            for child in tree.dependents(index, "nmod")
            for filler in prepositional_fillers(tree, child, role)
        ]

    def _listed_holders(self, index: int) -> list[RoleFiller]:
        """Return who bears a noun, all of a list after a plural: "US authors Ann Lee and Bob Roe"."""
        tree = self._tree
        holders = self._holders(index)
        if tree.words[index].xpos not in PLURAL_TAGS or tree.lemmas[index] in RELATIONAL:
            return holders
        first = next((item.head for item in holders if tree.label(item.head) == "PERSON"), None)
        if first is None or first < index or tree.dependents(first, "nmod"):
            return holders  # "councillors Ann Lee of Lyon and Bob Roe of Nice"
        listed = [first, index]
        for word in listed:  # A parser may attach the last name to the one before it.
            listed += [other for other in conjuncts(tree, word, always=True) if other not in listed]
        named = [
            RoleFiller(word)
            for word in listed
            if word > first and tree.label(word) == "PERSON" and not _is_described(tree, word)
        ]
        return list(dict.fromkeys([*holders, *named]))

    def _holders(self, index: int) -> list[RoleFiller]:
        """Return who bears a noun by title, apposition or predicate, or bears its first conjunct."""
        tree = self._tree
        head = tree.heads[index]
        holders: list[RoleFiller] = []
        if index in self._titles:
            holders.append(RoleFiller(self._titles[index][0]))
        elif tree.rels[index] == "nmod:desc" and head >= 0:
            holders.append(RoleFiller(head))
        if tree.base(index) == "appos" and head >= 0 and index not in tree.excluded:
            own = name_of_next(tree, index, head)
            if own is None and tree.label(head) is None:
                own = person_before(tree, index)
            listed = any(tree.words[word].text == ";" for word in range(head, index))
            if own is not None or not listed:
                holders.append(RoleFiller(head if own is None else own))
        if not (holders and tree.dependents(index, "nmod")):  # "son of the chairman, Bob Roe"
            beside = [word for word in tree.dependents(index, "appos") if word not in tree.excluded]
            adjacent = [word for word in beside if tree.first(word) == index + 1]
            if adjacent and tree.words[index].xpos not in PLURAL_TAGS and tree.label(adjacent[0]):
                return (
                    [*holders, *map(RoleFiller, adjacent)]
                    if index in self._titles
                    else [RoleFiller(word) for word in adjacent]
                )  # "the group Acme, the watchdog Bolt and Cargo": each has its own
            # "the chair, Ann Lee; the deputy, Bob Ray": a list, each with a name of its own.
            named = [word for word in beside if tree.label(word) == "PERSON"]
            holders += map(RoleFiller, named or beside)
        is_subject = tree.base(index) == "nsubj" and bool(tree.dependents(head, "cop"))
        if is_subject and tree.label(head) == "PERSON":
            holders.append(RoleFiller(head))  # "the chair of Acme is Ann Lee"
        clause = self.role_clause(index)
        if clause is not None:
            holders += self._in_clause.predicated(index, clause)
        post = self.post(index)
        if post is not None and not holders:
            holders += self._holders_of_post(post)
        if not holders:
            for label in ("PERSON", "ORG"):
                holders += _as_fillers(following_name(tree, index, label))
        if tree.base(index) == "conj" and head >= 0 and not holders:
            several = tree.words[index].xpos == "NNS" and tree.words[head].xpos != "NNS"
            return [] if several else self._holders(head)  # "the speaker and members of the Senate"
        return holders

    def _holders_of_post(self, post: Post) -> list[RoleFiller]:
        if post.clause is None:  # "Ann Lee, a candidate for mayor"
            return [] if post.holder is None else self._holders(post.holder)
        holder = post.clause.subject if post.holder is None else post.holder
        return [] if holder is None else conjunct_fillers(self._tree, holder)

    def _possessors(self, index: int) -> list[RoleFiller]:
        tree = self._tree
        possessors = [
            filler
            for child in tree.dependents(index, "nmod:poss")
            for filler in conjunct_fillers(tree, self._antecedent(child))
        ]
        if tree.entity_of[index] is not None and len(possessors) > 1:
            # In "Acme's Ann and Bolt's Bob" only the last one before a name is its possessor.
            possessors = [filler for filler in possessors if filler.head < index][-1:]
        above = tree.heads[index]
        if not possessors and tree.base(index) == "conj" and _are_persons(tree, index, above):
            # "DAB's Ben Chan and Leung Che-cheung": of a body, since nations have many.
            possessors = [
                filler
                for filler in self._possessors(above)
                if tree.label(filler.head) == "ORG" and not _is_described(tree, index)
            ]
        for word in self.title(index):
            marked = word + 1 < len(tree) and tree.tags[word + 1] == "PART" and word + 1 < index
            if marked and tree.entity_of[word] is not None:
                possessors.append(RoleFiller(word))
        if not possessors and tree.entity_of[index] is not None:
            mark = name_words(tree, index)[0] - 1
            owned = mark > 0 and tree.tags[mark] == "PART" and tree.lemmas[mark] in OWNING
            if owned and tree.entity_of[mark - 1] is not None:
                possessors = [RoleFiller(tree.head_of(name_words(tree, mark - 1)))]
        if not possessors and tree.entity_of[index] is None:
            possessors = _as_fillers(leading_place(tree, index, possessive=True))
        first = None if possessors else first_title(tree, index)
        if first is not None:
            possessors = self._possessors(first)
        return list(dict.fromkeys(possessors))

    def _antecedent(self, word: int) -> int:
        """Return the name before "whose" ("Acme, whose chair is Ann Lee"), or the word itself."""
        tree = self._tree
        before = word - 1
        if tree.lemmas[word] != "whose" or before < 1:
            return word
        before -= tree.words[before].text == ","
        return word if tree.entity_of[before] is None else tree.head_of(name_words(tree, before))

    def _modifiers(self, index: int) -> list[RoleFiller]:
        tree = self._tree
        name, title = self._titles.get(index, (0, ()))
        # A subject has no preposition: "In Turkey Minister Ellwood met …" says where.
        before = title[0] - 1 if title else -1
        if before >= 0 and tree.tags[before] == "ADP" and tree.base(name) == "nsubj":
            return []
        modifiers = [
            RoleFiller(child)
            for child in tree.dependents(index, "compound", "amod", "nmod:desc", "nmod:unmarked")
            if tree.entity_of[child] not in (None, tree.entity_of[index]) and child < index
        ]
        for word in title:
            after = word + 1
            possessive = after < len(tree) and tree.tags[after] == "PART"
            is_last = after >= len(tree) or tree.entity_of[after] != tree.entity_of[word]
            if word < index and not possessive and is_last and tree.entity_of[word] is not None:
                modifiers.append(RoleFiller(word))
        if not modifiers and tree.entity_of[index] is None and index not in self._titles:
            modifiers = _as_fillers(leading_place(tree, index, possessive=False))
        first = None if modifiers else first_title(tree, index)
        if first is not None and {tree.lemmas[first], tree.lemmas[index]} <= EXECUTIVES:
            modifiers = [item for item in self._modifiers(first) if tree.label(item.head) == "ORG"]
        if tree.lemmas[index] in GOVERNING:  # "the Republican governor of Texas"
            modifiers = [item for item in modifiers if tree.lemmas[item.head] not in PARTIES]
        return list(dict.fromkeys(modifiers))


def _is_described(tree: SentenceTree, name: int) -> bool:
    """Return whether a name has a title or an owner of its own: "Ann Lee and actor Bob Roe"."""
    own = tree.dependents(name, "nmod:poss", "nmod:desc", "compound", "amod")
    return bool(title_words(tree, name_words(tree, name)[0])) or any(
        word < name and tree.lemmas[word] not in ADDRESS for word in own
    )


def _are_persons(tree: SentenceTree, *words: int) -> bool:
    return all(word >= 0 and tree.label(word) == "PERSON" for word in words)


def _as_fillers(word: int | None) -> list[RoleFiller]:
    return [] if word is None else [RoleFiller(word)]


def _locates_body(tree: SentenceTree, place: RoleFiller) -> bool:
    """Return whether a place follows the name of a body: "a chemist at Emory University in Atlanta"."""
    before = tree.first(place.head) - 1
    return before >= 0 and tree.label(before) in ("ORG", "FAC")
