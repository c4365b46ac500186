"""Write the relations that the scorer finds between the candidates of a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from hookline import Implied, Mention, Relation
from hookline_relations.candidates import Candidate, candidates
from hookline_relations.clauses import Clause
from hookline_relations.features import pairs
from hookline_relations.lexicon import words
from hookline_relations.mentions import Mentions
from hookline_relations.phrases import mention
from hookline_relations.rules import Rules
from hookline_relations.scorer import Found, Scorer
from hookline_relations.tree import Tree

__all__ = ["RULE", "Learned"]

RULE = "scorer"
"""What a relation that the model made says under `rule`."""

PERSONS = words("PERSON NAME HE SHE I WE THEY WHO WHICH MISC")
BODIES = words("ORG NAME FAC PRODUCT MISC LOC PERSON IT WE THEY WHICH WHO WHERE")
GROUPS = words("ORG NAME FAC PRODUCT MISC LOC NORP PERSON IT WE THEY WHICH WHERE")
PLACES = words("LOC FAC NAME ORG MISC WHERE")
KINDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "leads": (PERSONS, GROUPS),
    "member_of": (PERSONS, GROUPS),
    "based_in": (BODIES, PLACES),
    "part_of": (GROUPS, GROUPS),
    "lives_in": (PERSONS, PLACES),
    "born_in": (PERSONS, PLACES),
    "born_on": (PERSONS, words("DATE")),
    "died_on": (PERSONS, words("DATE")),
    "nationality": (PERSONS, words("NORP ADJ LOC MISC NAME ORG")),
    "founded_by": (BODIES, PERSONS),
    "founded_on": (BODIES, words("DATE")),
    "spouse_of": (PERSONS, PERSONS),
    "child_of": (PERSONS, PERSONS),
    "educated_at": (PERSONS, words("ORG NAME FAC MISC LOC WHICH WHERE IT")),
}
"""What the ends of a type can be at all, whatever the model makes of them."""
SEATS = words(
    "headquarters headquarter hq office campus base home seat plant facility centre center"
)
SITED = words("lives_in born_in based_in")
APART = words("tell say remark state interview ask inform explain leave quit resign defector")
COMPANIES = words(
    "company firm organization organisation group band school university college party club team "
    "business agency institute studio label newspaper magazine church bank foundation corporation "
    "startup department association society museum league charity network"
)
TOGETHER = frozenset(
    map(
        words,
        (
            "lives_in born_in",
            "lives_in nationality",
            "leads member_of",
            "leads founded_by",
            "founded_by member_of",
            "spouse_of",
        ),
    )
)
"""The types that can hold between the same two at once; a mutual one is found both ways."""


class Learned:
    """The scorer, with the types that are wanted of it."""

    def __init__(
        self, scorer: Scorer, rules: Rules, types: Collection[str] | None, least: float
    ) -> None:
        self._scorer = scorer
        self._types = scorer.types if types is None else scorer.types & set(types)
        self._least = least
        self._least_of = rules.least
        self._evidence = {type: frozenset(words) for type, words in rules.evidence.items()}

    def relations(
        self, tree: Tree, clauses: Sequence[Clause], mentions: Mentions
    ) -> Iterator[Relation]:
        """Yield what the scorer finds in a sentence with at least the least score."""
        listed = candidates(tree)
        verbs = {clause.head: clause for clause in clauses}
        found_ones = [
            found
            for found in self._scorer.found(list(pairs(tree, listed)), self._least)
            if found.score >= self._least_of.get(found.type, 0.0)
            and _fits(tree, found, listed[found.subject], listed[found.object])
            and self._shown(tree, found.type, listed[found.subject], listed[found.object])
        ]
        for found in _compatible(found_ones):
            if found.type not in self._types:
                continue
            one, two = listed[found.subject], listed[found.object]
            yield Relation(
                found.type,
                _end(tree, one, mentions),
                _predicate(tree, one, two, verbs),
                _end(tree, two, mentions),
                tree.number,
                RULE,
                round(found.score, 3),
            )

    def _shown(self, tree: Tree, type: str, one: Candidate, two: Candidate) -> bool:
        """Return whether a word of the sentence, outside of both ends, can express the type."""
        wanted = self._evidence.get(type)
        if wanted is None:
            return True
        return any(
            tree.lemmas[word] in wanted or tree.words[word].text.lower() in wanted
            for word in range(len(tree))
            if not (one.first <= word <= one.last or two.first <= word <= two.last)
        )


def _fits(tree: Tree, found: Found, subject: Candidate, object: Candidate) -> bool:
    """Return whether the ends are of a kind that the type can have."""
    kinds = KINDS.get(found.type)
    if kinds is None:
        return True
    if subject.kind not in kinds[0] or object.kind not in kinds[1]:
        return False
    if object.kind == "WHERE":
        before = _label_before(tree, object.first)
        return before in kinds[1] and (before != "LOC" or found.type in SITED)
    if subject.kind == "NAME" and tree.label(min(subject.last + 1, len(tree) - 1)) == "PERSON":
        return False  # a title that no one has tagged as one: "Spc. Ann Lee"
    owned = tree.heads[subject.head] if tree.rels[subject.head] == "nmod:poss" else -1
    if found.type == "based_in" and owned >= 0 and tree.lemmas[owned] not in SEATS:
        return False  # "Acme's exhibit, located in Lyon"
    if subject.kind == "WHICH" and not _stands_for_body(tree, subject.head):
        return False
    # Who speaks to a paper is not of it, and who has left is not of it any more.
    governor = tree.heads[object.head]
    above = tree.lemmas[governor] if governor >= 0 else ""
    return found.type != "member_of" or above not in APART


def _label_before(tree: Tree, index: int) -> str | None:
    """Return the label of the name that "where" follows."""
    before = index - 1
    while before >= 0 and (tree.tags[before] == "PUNCT" or before >= index - 2):
        if tree.entity[before] is not None:
            return tree.label(before)
        before -= 1
    return None


def _stands_for_body(tree: Tree, pronoun: int) -> bool:
    """Return whether the relative pronoun may be about a name or a body of people."""
    verb = tree.heads[pronoun]
    while verb >= 0 and tree.base(verb) not in ("acl", "root"):
        verb = tree.heads[verb]
    noun = tree.heads[verb] if verb >= 0 else -1
    return noun < 0 or tree.entity[noun] is not None or tree.lemmas[noun] in COMPANIES


def _compatible(found: Sequence[Found]) -> list[Found]:
    """Keep the surest type of each two ends, and what can hold beside it."""
    kept: dict[frozenset[int], list[Found]] = {}
    for one in sorted(found, key=lambda one: -one.score):
        others = kept.setdefault(frozenset({one.subject, one.object}), [])
        if all(frozenset({one.type, other.type}) in TOGETHER for other in others):
            others.append(one)
    return [one for one in found if one in kept[frozenset({one.subject, one.object})]]


def _end(tree: Tree, one: Candidate, mentions: Mentions) -> Mention:
    entity = mentions.entity(tree, one.head) if one.entity is None else one.entity
    return mention(tree, range(one.first, one.last + 1), entity)


def _predicate(
    tree: Tree, one: Candidate, two: Candidate, verbs: Mapping[int, Clause]
) -> Mention | Implied:
    """Return the verb group or the noun that governs both ends, where there is one between them."""
    line = [one.head]
    while tree.heads[line[-1]] >= 0:
        line.append(tree.heads[line[-1]])
    above = set(line)
    top = two.head
    while top not in above and tree.heads[top] >= 0:
        top = tree.heads[top]
    inside = {*range(one.first, one.last + 1), *range(two.first, two.last + 1)}
    if top not in above or top in inside or tree.tags[top] == "PUNCT":
        return Implied()
    clause = verbs.get(top)
    group = clause.group if clause is not None and clause.group else (top,)
    free = [word for word in group if word not in inside]
    return mention(tree, free) if free else Implied()
