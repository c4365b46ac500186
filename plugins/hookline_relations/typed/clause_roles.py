"""Find the words that fill the roles of a noun in the clause that it is part of."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.paths import upwards
from hookline_relations.syntax.tree import SentenceTree
from hookline_relations.syntax.vocabulary import MEETING_VERBS, ROLE_VERBS, words
from hookline_relations.typed.offices import Post, post_of
from hookline_relations.typed.sentences_passed import guilty_verb
from hookline_relations.typed.verb_roles import RoleFiller, conjunct_fillers

__all__ = ["ClauseRoles"]

TENTATIVE = frozenset({"nominate"})
DOING = words(
    "conduct launch carry make stage mount wage pay issue file bring lodge record claim secure earn "
    "post win take register celebrate seal notch score"
)
"""Verbs whose subject is who does what their object names: "launched a strike"."""
TAKING = words("convict sentence jail imprison hang execute condemn serve confess admit")
"""Verbs that give a crime to their subject: "was jailed for the murder of"."""
ENTERING = words("take return join start begin stay continue come double swear inaugurate")
"""Verbs whose subject has the role that "as" introduces: "took over as chief executive"."""
HIRING = words("hire sign recruit bring promote")
"""Verbs whose object has it: "hired her as an adviser"."""
APPOINTING = words("appoint name elect choose hire make promote")
DISMISSING = words("sack fire dismiss suspend")


class ClauseRoles:
    """Who does, bears or gives what the nouns of a sentence name, by the verbs that govern them."""

    def __init__(self, tree: SentenceTree, clauses: Sequence[Clause]) -> None:
        self._tree = tree
        self._clauses = {clause.head: clause for clause in clauses}

    def role_clause(self, index: int) -> Clause | None:
        """Return the clause that assigns the noun to its holder: "is", "became", "was elected"."""
        tree = self._tree
        if index in self._clauses:
            return self._clauses[index]
        governor = self._clauses.get(tree.heads[index])
        if governor is None:
            return None
        verb = tree.lemmas[governor.head]
        follows = index > governor.head
        if verb in ENTERING | HIRING and follows and tree.preposition(index) == "as":
            return governor
        if verb not in ROLE_VERBS - TENTATIVE:
            return None
        if any(tree.label(child) == "PERSON" for child in tree.dependents(index, "appos")):
            return None  # "appointed the lawyer Ann Lee": the object is Ann
        is_role = tree.base(index) == "xcomp" or (
            tree.base(index) in ("obl", "obj", "advcl") and tree.preposition(index) in ("as", "")
        )
        return governor if is_role else None

    def post(self, index: int) -> Post | None:
        """Return how someone leaves, declines or runs for the office that the noun names."""
        return post_of(self._tree, self._clauses, index)

    def predicated(self, index: int, clause: Clause) -> list[RoleFiller]:
        """Return the object of "they elected her president", or the subject of other clauses."""
        has_object = clause.head != index and not clause.passive
        if has_object and self._tree.lemmas[clause.head] not in ENTERING:
            for argument in clause.arguments:
                if argument.role == "object" and argument.head != index:
                    return conjunct_fillers(self._tree, argument.head)
        return [] if clause.subject is None else conjunct_fillers(self._tree, clause.subject)

    def doers(self, index: int) -> list[RoleFiller]:
        """Return who conducts a strike, records a win or pays a visit, or is on it: "on a visit to"."""
        tree = self._tree
        clause = self._clauses.get(tree.heads[index])
        if clause is None or clause.subject is None:
            return []
        does = tree.base(index) == "obj" and tree.lemmas[clause.head] in DOING
        during = tree.base(index) == "obl" and tree.preposition(index) in ("during", "on")
        trip = during and tree.lemmas[index] in ("visit", "trip", "tour")
        goes = tree.lemmas[clause.head] == "go" and tree.preposition(index) == "to"
        if (does and not clause.passive) or trip or (goes and tree.lemmas[index] == "war"):
            return conjunct_fillers(tree, clause.subject)
        return []

    def culprits(self, index: int) -> list[RoleFiller]:
        """Return who is sentenced for a crime: "was jailed for the murder of"."""
        tree = self._tree
        head = tree.heads[index]
        while head >= 0 and head not in self._clauses and tree.base(head) in ("nmod", "obl", "obj"):
            head = tree.heads[head]
        verb = guilty_verb(tree, head)
        clause = self._clauses.get(verb)
        if clause is None or clause.subject is None:
            return []
        if verb == head and tree.lemmas[head] not in TAKING:
            return []
        of_crime = tree.preposition(index) in ("of", "for", "in", "to") or tree.base(index) == "obj"
        return conjunct_fillers(tree, clause.subject) if of_crime else []

    def appointers(self, index: int) -> list[RoleFiller]:
        """Return who gives or takes the office: "Acme appointed Ann chief executive"."""
        tree = self._tree
        head = tree.heads[index]
        if head >= 0 and tree.rels[index] == "nmod:desc" and tree.base(head) == "obj":
            head = tree.heads[head]  # "sacked coach Ann Lee"
        clause = self.role_clause(index) or self._clauses.get(head)
        if clause is None or clause.head == index:
            return []
        if tree.lemmas[clause.head] not in APPOINTING | DISMISSING:
            return []
        if not clause.passive:
            return [] if clause.subject is None else conjunct_fillers(tree, clause.subject)
        return [
            RoleFiller(argument.head)
            for argument in clause.arguments
            if argument.preposition == "by"
        ]

    def _is_near(self, word: int, index: int) -> bool:
        """Return whether no clause stands between a noun and what it is between."""
        above = upwards(self._tree, word)
        line = above[1 : above.index(index)] if index in above else []
        return not any(self._tree.verbal(part) for part in line)

    def between(self, index: int) -> list[RoleFiller]:
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
            if word > index and tree.preposition(word) == "between" and self._is_near(word, index):
                parties = conjunct_fillers(tree, word, tree.case(word))
                return parties if len(parties) > 1 else []
        return []
