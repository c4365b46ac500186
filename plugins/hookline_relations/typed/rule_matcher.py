"""Apply the rules of typed relations to the clauses and the noun phrases of a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookline import Implied, Mention, Relation
from hookline_relations.mentions.names import name_words
from hookline_relations.mentions.resolver import Mentions
from hookline_relations.syntax.clauses import Clause
from hookline_relations.syntax.phrases import mention, phrase
from hookline_relations.syntax.tree import Tree
from hookline_relations.syntax.vocabulary import UNSURE
from hookline_relations.typed.fillers import Ends, noun_forms
from hookline_relations.typed.roles import Filler, Nouns, of_verb
from hookline_relations.typed.rules import Rule, Rules

__all__ = ["Typed"]


class Typed:
    """The rules, arranged by the words that set them off."""

    def __init__(self, rules: Rules) -> None:
        self._ends = Ends(rules.words)
        self._verbs: dict[str, list[tuple[Rule, str]]] = {}
        self._nouns: dict[str, list[Rule]] = {}
        self._names: list[Rule] = []
        for rule in rules.rules:
            for verb in rule.verbs:
                first, _, second = verb.partition(" ")
                self._verbs.setdefault(first, []).append((rule, second))
            for noun in sorted(rules.nouns(rule)):
                self._nouns.setdefault(noun, []).append(rule)
            if not rule.verbs and not rule.nouns:
                self._names.append(rule)

    def relations(
        self, tree: Tree, clauses: Sequence[Clause], mentions: Mentions
    ) -> Iterator[Relation]:
        """Yield the typed relations that a sentence asserts; the same one may come up twice."""
        for clause in clauses:
            yield from self._of_verb(tree, clause, mentions)
        nouns = Nouns(tree, clauses)
        for index in range(len(tree)):
            if tree.tags[index] in ("NOUN", "PROPN", "ADJ"):
                for rule in self._noun_rules(tree, index):
                    yield from self._of_noun(tree, nouns, index, rule, mentions)
            entity = tree.entity[index]
            if entity is not None and index == tree.head_of(name_words(tree, index)):
                for rule in self._names:
                    yield from self._of_name(tree, nouns, index, rule, mentions)
                    yield from self._in_name(tree, index, rule)

    def _noun_rules(self, tree: Tree, index: int) -> list[Rule]:
        found: dict[str, Rule] = {}
        for form in noun_forms(tree, index):
            found.update((rule.name, rule) for rule in self._nouns.get(form, ()))
            pair = f"{tree.lemmas[index - 1]} {form}" if index else ""
            found.update((rule.name, rule) for rule in self._nouns.get(pair, ()))
        return list(found.values())

    def _of_verb(self, tree: Tree, clause: Clause, mentions: Mentions) -> Iterator[Relation]:
        for rule, second in self._verbs.get(tree.lemmas[clause.head], ()):
            beside = {argument.preposition for argument in clause.arguments}
            if not _asserted(clause, rule) or beside & set(rule.unless):
                continue
            governed: int | None = None
            extra: tuple[int, ...] = ()
            if second:
                found = _second(tree, clause, second)
                if found is None:
                    continue
                particle = tree.base(found) in ("compound", "advmod")
                governed = None if particle else found
                extra = phrase(tree, found) if governed is not None else ()
                if governed is not None:
                    extra = tuple(word for word in extra if word <= found)
            elif tree.kids(clause.head, "compound:prt") and not _own_particle(rule, clause, tree):
                continue
            filled = {
                role: of_verb(tree, clause, role, governed)
                for role in (*rule.subject.roles, *rule.object.roles)
            }
            for role_one in rule.subject.roles:
                for role_two in rule.object.roles:
                    others = set(rule.object.roles) - {role_one}
                    if role_one == role_two and any(filled[role] for role in others):
                        continue  # "Ann and Bob met Cy" says nothing of Ann and Bob
                    yield from self._pairs(
                        tree,
                        rule,
                        filled[role_one],
                        filled[role_two],
                        (*clause.group, *extra),
                        mentions,
                        same_role=role_one == role_two,
                    )

    def _of_noun(
        self, tree: Tree, nouns: Nouns, index: int, rule: Rule, mentions: Mentions
    ) -> Iterator[Relation]:
        _, title = nouns.titled.get(index, (0, ()))
        beside = {
            *title,
            *tree.kids(index, "amod", "compound", "advmod", "nmod", "nmod:desc", "acl"),
        }
        texts = {tree.lemmas[word] for word in (index, *beside)}
        texts |= {tree.words[word].text.lower() for word in (index, *beside)}
        texts |= {text.partition("-")[0] for text in texts}
        texts |= {tree.preposition(word) for word in tree.kids(index, "nmod")}
        unsure = any(
            tree.words[word].text.lower() in UNSURE
            for word in tree.kids(index, "amod", "compound", "det")
        )
        if texts & set(rule.unless) or unsure:
            return
        clause = nouns.role_clause(index)
        if clause is not None and not _asserted(clause, rule):
            return
        predicate = self._noun_words(tree, index, title)
        for role_one in rule.subject.roles:
            for role_two in rule.object.roles:
                wholes = nouns.fillers(index, role_two)
                if rule.type == "part_of":
                    wholes = wholes[:1]  # what is listed behind it are other things
                yield from self._pairs(
                    tree,
                    rule,
                    nouns.fillers(index, role_one),
                    wholes,
                    predicate,
                    mentions,
                    same_role=role_one == role_two,
                    marked=False,
                )

    def _noun_words(self, tree: Tree, index: int, title: tuple[int, ...]) -> tuple[int, ...]:
        """Return the noun with its own modifiers, without the names it is tied to."""
        words = {index, *title} | {
            child for child in tree.kids(index, "compound", "amod") if child < index
        }
        kept = [
            word
            for word in words
            if tree.entity[word] is None and tree.tags[word] not in ("PART", "DET", "PUNCT")
        ]
        run = [index]
        for word in sorted(kept, reverse=True):
            if word == run[-1] - 1:
                run.append(word)
        after = index + 1
        while after in kept:
            run.append(after)
            after += 1
        return tuple(sorted({*run, index}))

    def _in_name(self, tree: Tree, index: int, rule: Rule) -> Iterator[Relation]:
        """Yield what one name says of two places: "Mecca, Saudi Arabia"."""
        words = name_words(tree, index)
        comma = next((word for word in words[1:-1] if tree.words[word].text == ","), None)
        label = tree.label(index)
        if comma is None or "apposition" not in rule.object.roles:
            return
        if label in rule.subject.labels & rule.object.labels:
            yield Relation(
                rule.type,
                mention(tree, range(words[0], comma), tree.entity[index]),
                Implied(),
                mention(tree, range(comma + 1, words[-1] + 1)),
                tree.number,
                rule.name,
                rule.score,
            )

    def _of_name(
        self, tree: Tree, nouns: Nouns, index: int, rule: Rule, mentions: Mentions
    ) -> Iterator[Relation]:
        unless = set(rule.unless)
        for role_one in rule.subject.roles:
            for role_two in rule.object.roles:
                yield from self._pairs(
                    tree,
                    rule,
                    nouns.fillers(index, role_one),
                    [
                        filler
                        for filler in nouns.fillers(index, role_two)
                        if unless.isdisjoint(
                            tree.words[word].text.lower() for word in name_words(tree, filler.head)
                        )
                    ],
                    (),
                    mentions,
                )

    def _pairs(
        self,
        tree: Tree,
        rule: Rule,
        subjects: Sequence[Filler],
        objects: Sequence[Filler],
        predicate: tuple[int, ...],
        mentions: Mentions,
        *,
        same_role: bool = False,
        marked: bool = True,
    ) -> Iterator[Relation]:
        in_turn = (
            not same_role and len(subjects) == len(objects) > 1 and "respectively" in tree.lemmas
        )
        for place, one in enumerate(subjects):
            start = place if in_turn else place + 1 if same_role else 0
            for two in objects[start : start + 1] if in_turn else objects[start:]:
                if one.head == two.head:
                    continue
                left = self._ends.mention(tree, one.head, rule.subject, mentions)
                right = self._ends.mention(tree, two.head, rule.object, mentions)
                if left is None or right is None or not _apart(left, right):
                    continue
                if rule.names in ("subject", "both") and not _is_name(tree, left):
                    continue
                if rule.names in ("object", "both") and not _is_name(tree, right):
                    continue
                words = {*predicate, *((*one.marker, *two.marker) if marked else ())}
                score = rule.score * _sureness(tree, one.head) * _sureness(tree, two.head)
                yield Relation(
                    rule.type,
                    left,
                    mention(tree, sorted(words)) if words else Implied(),
                    right,
                    tree.number,
                    rule.name,
                    round(score, 3),
                )


def _asserted(clause: Clause, rule: Rule) -> bool:
    return not (clause.negated or clause.possible or (clause.planned and not rule.planned))


def _second(tree: Tree, clause: Clause, lemma: str) -> int | None:
    """Return the particle, or the noun that a verb governs, with this lemma."""
    for child in tree.kids(clause.head, "compound:prt", "advmod"):
        if tree.lemmas[child] == lemma:
            return child
    for argument in clause.arguments:
        if argument.role == "object" and tree.lemmas[argument.head] == lemma:
            return argument.head
    if clause.passive and clause.subject is not None and tree.lemmas[clause.subject] == lemma:
        return clause.subject
    return None


def _own_particle(rule: Rule, clause: Clause, tree: Tree) -> bool:
    """Return whether a verb means the same with its particle ("met up")."""
    return all(tree.lemmas[child] == "up" for child in tree.kids(clause.head, "compound:prt")) and (
        rule.type in ("meets", "founded_by")
    )


def _is_name(tree: Tree, end: Mention) -> bool:
    return end.entity is not None and tree.entities[end.entity][:2] == end[:2]


def _apart(one: Mention, two: Mention) -> bool:
    if one.entity is None and two.entity is None:
        return False
    if one.entity is not None and one.entity == two.entity:
        return False
    return one.end <= two.start or two.end <= one.start


def _sureness(tree: Tree, head: int) -> float:
    return 1.0 if tree.entity[head] is not None else 0.85
