"""Find the words that fill the roles of a rule around a noun or a name."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_relations.mentions.names import name_words, title_words
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import MEETING_VERBS, ROLE_VERBS, words
from hookline_relations.typed.neighbours import (
    bracketed_name,
    coordinated_place,
    fellow_after_comma,
    following_name,
    leading_place,
    name_after,
    outscored,
    placed_after,
)
from hookline_relations.typed.offices import Post, post_of
from hookline_relations.typed.verb_roles import (
    RoleFiller,
    conjunct_fillers,
    prepositional_fillers,
)

__all__ = ["NounRoles"]

TENTATIVE = frozenset({"nominate"})
CONNECTORS = frozenset({"-", "–", "—", "/", "‑"})
MAX_DISTANCE = 4
MAX_ACRONYM = 6
DOING = words(
    "conduct launch carry make stage mount wage pay issue file bring lodge record claim secure earn "
    "post win take register celebrate seal notch score"
)
"""Verbs whose subject is who does what their object names: "launched a strike"."""
TAKING = words("convict sentence jail imprison hang execute condemn serve confess admit")
"""Verbs that give a crime to their subject: "was jailed for the murder of"."""
APPOINTING = words("appoint name elect choose hire make promote")


class NounRoles:
    """The holders, possessors, modifiers and complements of the nouns of a sentence."""

    def __init__(self, tree: SentenceTree, clauses: Sequence[Clause]) -> None:
        self._tree = tree
        self._clauses = {clause.head: clause for clause in clauses}
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
            title = title_words(tree, index)
            if title:
                prepositions = (
                    word
                    for word in title
                    if tree.tags[word] == "ADP" and tree.entity_of[word] is None
                )
                end = next(prepositions, title[-1] + 1)
                self._titles[end - 1] = (tree.head_of(name_words(tree, index)), title)

    def title(self, index: int) -> tuple[int, ...]:
        """Return the words of the title that a noun heads, none if it heads no title."""
        return self._titles[index][1] if index in self._titles else ()

    def fillers(self, index: int, role: str) -> list[RoleFiller]:
        """Return what fills a role of the noun at `index`; other roles are prepositions."""
        match role:
            case "self":
                return self._self(index)
            case "holder":
                return self._holders(index)
            case "possessor":
                return self._possessors(index)
            case "modifier":
                return self._modifiers(index)
            case "apposition":
                return self._appositions(index)
            case "acronym":
                return self._acronyms(index)
            case "based":
                return self._base(index)
            case "pair":
                return self._pair(index)
            case "between":
                return self._between(index)
            case "doer":
                return self._doers(index)
            case "culprit":
                return self._culprits(index)
            case "appointer":
                return self._appointers(index)
            case "bracketed":
                return _as_fillers(bracketed_name(self._tree, index))
            case "comma":
                return self._after_comma(index)
            case "side":
                return [RoleFiller(index)]
            case "outscored":
                return _as_fillers(outscored(self._tree, index))
            case "located":
                return self._located(index)
        fillers = prepositional_fillers(self._tree, index, role)
        if role == "of" and index in self._titles:  # "President Ann Lee of Peru"
            fillers += prepositional_fillers(self._tree, self._titles[index][0], role)
        if not fillers and self._tree.entity_of[index] is not None:
            fillers = _as_fillers(placed_after(self._tree, index, role))
        elif not fillers and index in self._titles:
            # "CEO of Acme Ann Lee"
            after = index + 1
            if after < len(self._tree) and self._tree.words[after].text.lower() == role:
                fillers = _as_fillers(name_after(self._tree, after + 1))
        return fillers

    def _located(self, index: int) -> list[RoleFiller]:
        """Return the place after a name or a list of names, with a preposition of place."""
        for preposition in ("in", "at"):
            place = placed_after(self._tree, index, preposition)
            if place is None:
                place = coordinated_place(self._tree, index, preposition)
            if place is not None:
                return [RoleFiller(place)]
        return []

    def _after_comma(self, index: int) -> list[RoleFiller]:
        """Return the place between commas after a name that does not open a list."""
        place = fellow_after_comma(self._tree, index)
        if place is None:
            return []
        first = name_words(self._tree, index)[0]
        return [] if self.opens_list(first, place) else [RoleFiller(place)]

    def _doers(self, index: int) -> list[RoleFiller]:
        """Return who conducts a strike, records a win or pays a visit, or is on it: "on a visit to"."""
        tree = self._tree
        clause = self._clauses.get(tree.heads[index])
        if clause is None or clause.subject is None:
            return []
        does = tree.base(index) == "obj" and tree.lemmas[clause.head] in DOING
        during = tree.base(index) == "obl" and tree.preposition(index) in ("during", "on")
        trip = during and tree.lemmas[index] in ("visit", "trip", "tour")
        if (does and not clause.passive) or trip:
            return conjunct_fillers(tree, clause.subject)
        return []

    def _culprits(self, index: int) -> list[RoleFiller]:
        """Return who is sentenced for a crime: "was jailed for the murder of"."""
        tree = self._tree
        head = tree.heads[index]
        while head >= 0 and head not in self._clauses and tree.base(head) in ("nmod", "obl", "obj"):
            head = tree.heads[head]
        clause = self._clauses.get(head)
        if clause is None or clause.subject is None or tree.lemmas[head] not in TAKING:
            return []
        of_crime = tree.preposition(index) in ("of", "for", "in", "to") or tree.base(index) == "obj"
        return conjunct_fillers(tree, clause.subject) if of_crime else []

    def _appointers(self, index: int) -> list[RoleFiller]:
        """Return who gives the office to its holder: "Acme appointed Ann chief executive"."""
        tree = self._tree
        clause = self.role_clause(index) or self._clauses.get(tree.heads[index])
        if clause is None or clause.head == index or tree.lemmas[clause.head] not in APPOINTING:
            return []
        if not clause.passive:
            return [] if clause.subject is None else conjunct_fillers(tree, clause.subject)
        return [
            RoleFiller(argument.head)
            for argument in clause.arguments
            if argument.preposition == "by"
        ]

    def role_clause(self, index: int) -> Clause | None:
        """Return the clause that assigns the noun to its holder: "is", "became", "was elected"."""
        tree = self._tree
        if index in self._clauses:
            return self._clauses[index]
        governor = self._clauses.get(tree.heads[index])
        if governor is None or tree.lemmas[governor.head] not in ROLE_VERBS - TENTATIVE:
            return None
        is_role = tree.base(index) == "xcomp" or (
            tree.base(index) in ("obl", "obj", "advcl") and tree.preposition(index) in ("as", "")
        )
        return governor if is_role else None

    def post(self, index: int) -> Post | None:
        """Return how someone leaves, declines or runs for the office that the noun names."""
        return post_of(self._tree, self._clauses, index)

    def opens_list(self, first: int, second: int) -> bool:
        """
        Return whether two names open a headline as a list: "Germany, France agree".

        "Lyon, France, agreed" has a comma after the second one.
        """
        tree = self._tree
        if any(tree.tags[word] not in ("PUNCT", "SYM") for word in range(first)):
            return False
        after = name_words(tree, second)[-1] + 1
        return after < len(tree) and tree.words[after].text not in (",", ".", "(", "–", "—", "-")

    def _self(self, index: int) -> list[RoleFiller]:
        """Return the name, unless a hyphen makes it one of two: "the London-Rome flight"."""
        tree = self._tree
        words = name_words(tree, index)
        paired = any(
            hyphen >= 0
            and 0 <= other < len(tree)
            and tree.words[hyphen].text in CONNECTORS
            and tree.entity_of[other] not in (None, tree.entity_of[index])
            for hyphen, other in ((words[0] - 1, words[0] - 2), (words[-1] + 1, words[-1] + 2))
        )
        return [] if paired else [RoleFiller(index)]

    def _between(self, index: int) -> list[RoleFiller]:
        """
        Return both parties of "talks between A and B".

        They may be attached to a place, "talks in Oslo between A and B", or to the verb, "talks were
        held between A and B".
        """
        tree = self._tree
        verb = tree.heads[index]
        below = tree.subtree(index)
        if (
            verb >= 0
            and tree.lemmas[verb] in MEETING_VERBS
            and tree.base(index) in ("nsubj", "obj")
        ):
            below = below.union(*(tree.subtree(child) for child in tree.dependents(verb, "obl")))
        for word in sorted(below):
            if word > index and tree.preposition(word) == "between":
                parties = conjunct_fillers(tree, word, tree.case(word))
                return parties if len(parties) > 1 else []
        return []

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
            holders.append(RoleFiller(head))
        beside = [word for word in tree.dependents(index, "appos") if word not in tree.excluded]
        # "the chair, Ann Lee; the deputy, Bob Ray": a list, each with a name of its own.
        named = [word for word in beside if tree.label(word) == "PERSON"]
        holders += map(RoleFiller, named or beside)
        clause = self.role_clause(index)
        if clause is not None:
            holders += self._predicated(index, clause)
        post = self.post(index)
        if post is not None and not holders and post.clause.subject is not None:
            holders += conjunct_fillers(tree, post.clause.subject)
        if not holders:
            for label in ("PERSON", "ORG"):
                holders += _as_fillers(following_name(tree, index, label))
        if tree.base(index) == "conj" and head >= 0 and not holders:
            return self._holders(head)
        return holders

    def _predicated(self, index: int, clause: Clause) -> list[RoleFiller]:
        """Return the object of "they elected her president", or the subject of other clauses."""
        if clause.head != index and not clause.passive:
            for argument in clause.arguments:
                if argument.role == "object" and argument.head != index:
                    return conjunct_fillers(self._tree, argument.head)
        return [] if clause.subject is None else conjunct_fillers(self._tree, clause.subject)

    def _possessors(self, index: int) -> list[RoleFiller]:
        tree = self._tree
        possessors = [
            filler
            for child in tree.dependents(index, "nmod:poss")
            for filler in conjunct_fillers(tree, child)
        ]
        if tree.entity_of[index] is not None and len(possessors) > 1:
            # In "Acme's Ann and Bolt's Bob" only the last one before a name is its possessor.
            possessors = [filler for filler in possessors if filler.head < index][-1:]
        for word in self.title(index):
            marked = word + 1 < len(tree) and tree.tags[word + 1] == "PART" and word + 1 < index
            if marked and tree.entity_of[word] is not None:
                possessors.append(RoleFiller(word))
        if not possessors and tree.entity_of[index] is None:
            possessors = _as_fillers(leading_place(tree, index, possessive=True))
        return list(dict.fromkeys(possessors))

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
        return list(dict.fromkeys(modifiers))

    def _appositions(self, index: int) -> list[RoleFiller]:
        """Return the name after a comma that says where a place is: "Mecca, Saudi Arabia"."""
        tree = self._tree
        entity = tree.entity_of[index]
        words = name_words(tree, index)
        comma = words[-1] + 1
        if entity is None or comma + 1 >= len(tree) or tree.words[comma].text != ",":
            return []
        second = comma + 1
        if tree.entity_of[second] is None or tree.entity_of[second] == entity:
            return []
        if self.opens_list(words[0], second):
            return []
        head = tree.head_of(name_words(tree, second))
        attached = tree.heads[head] in words and tree.base(head) in (
            "appos",
            "nmod",
            "list",
            "flat",
        )
        return [RoleFiller(head)] if attached and not tree.dependents(head, "cc") else []

    def _acronyms(self, index: int) -> list[RoleFiller]:
        """Return the name in brackets that repeats the initials of the name before them."""
        tree = self._tree
        words = name_words(tree, index)
        bracket = words[-1] + 1
        if bracket + 2 >= len(tree) or tree.words[bracket].text not in ("(", "-LRB-"):
            return []
        acronym = bracket + 1
        if tree.words[acronym + 1].text not in (")", "-RRB-") or tree.entity_of[acronym] is None:
            return []
        text = tree.words[acronym].text
        capitals = [letter for letter in text if letter.isupper()]
        initials = iter([tree.words[word].text[:1].upper() for word in words])
        spelt = len(capitals) > 1 and all(letter in initials for letter in capitals)
        # In another language than the name: "Electoral Court (TE)".
        foreign = text.isupper() and 2 <= len(text) <= MAX_ACRONYM and len(words) > 1
        bodies = tree.label(index) == tree.label(acronym) == "ORG"
        return [RoleFiller(acronym)] if spelt or (foreign and bodies) else []

    def _base(self, index: int) -> list[RoleFiller]:
        """Return London for "London-based Reuters"."""
        tree = self._tree
        first = name_words(tree, index)[0]
        for word in range(max(0, first - MAX_DISTANCE), first):
            if tree.lemmas[word] in ("base", "based") and word >= 2:
                hyphened = tree.words[word - 1].text in CONNECTORS
                if any(tree.tags[between] == "VERB" for between in range(word + 1, first)):
                    continue
                if hyphened and tree.entity_of[word - 2] is not None:
                    return [RoleFiller(word - 2)]
            elif (
                tree.words[word].text.lower().endswith("-based")
                and tree.entity_of[word] is not None
            ):
                return [RoleFiller(word)]
        return []

    def _pair(self, index: int) -> list[RoleFiller]:
        """Return both names of "the Japan-US alliance"."""
        tree = self._tree
        for word in range(max(0, index - MAX_DISTANCE), index - 2):
            left, right = tree.entity_of[word], tree.entity_of[word + 2]
            joined = tree.words[word + 1].text in CONNECTORS
            if joined and left is not None and right is not None and left != right:
                return [RoleFiller(word), RoleFiller(word + 2)]
        return []


def _as_fillers(word: int | None) -> list[RoleFiller]:
    return [] if word is None else [RoleFiller(word)]
