"""Merge the names of places, bodies and everything else that is no person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.names.forms import acronyms_of, is_acronym, plain_form
from hookline_coref.names.name_cluster import NameCluster

__all__ = ["NamedThing", "merge_things"]

_SMALL = frozenset({"of", "the", "and", "for", "&", "'s"})
_MAX_END = 6
"""The most words of the end of a name that can stand alone, and one."""
_MUCH_MORE = 3
"""How many times as often as any other a longer name must stand in the text to own a shorter one."""
_OPENING = frozenset({"of", "for"})
_MIN_BEGINNING = 2
"""The least words of the beginning of a name that can stand alone."""
_MAX_ORIGIN = 3
"""The most words of a country before the name of a body of it."""
_STORMS = frozenset({"hurricane", "typhoon", "cyclone", "tropical storm", "storm"})
"""Kinds before the name of a storm, which is also named without them ("Cyclone Idai", "Idai")."""
_ORIGIN_LABELS = frozenset({"NORP"})
_PLACE_LABELS = frozenset({"LOC", "GPE"})


Groups = dict[tuple[tuple[str, ...], bool, str | None], NameCluster]
"""Names by their words, whether they are adjectives of origin, and their user's id."""


class NamedThing(NamedTuple):
    """
    A name: the index of its mention, its text, label and id.

    The id is the user's, or tells places of one name apart.
    """

    mention: int
    text: str
    label: str
    id: str | None


def merge_things(things: Sequence[NamedThing], lexicon: Lexicon) -> list[NameCluster]:
    """
    Return the clusters of names that are no person's, in order of appearance.

    Equal names are one whatever their labels, but an adjective of origin (NORP) and a country are not.
    Then, where only one name fits: aliases, acronyms, names without a legal form, a place without the
    region behind its comma, words in another order ("Ministry of Defence", "Defence Ministry").
    """
    groups: Groups = {}
    texts: dict[int, str] = {}
    for thing in things:
        key = plain_form(thing.text), thing.label in _ORIGIN_LABELS, thing.id
        group = groups.setdefault(key, NameCluster())
        group.names.append(thing.mention)
        group.labels[thing.label] += 1
        if thing.id:
            group.ids.add(thing.id)
        texts.setdefault(id(group), thing.text)
    union = _Union(groups.values())
    for id_ in dict.fromkeys(key[2] for key in groups if key[2]):
        union.join_all([group for key, group in groups.items() if key[2] == id_])
    plain = {key: group for key, group in groups.items() if not key[1]}
    origins = {key: group for key, group in groups.items() if key[1]}
    _join_equal(union, plain, lambda words: _canonical(words, lexicon))
    _join_equal(union, origins, lambda words: " ".join(words).removesuffix("s"))
    _join_equal(union, plain, _content)
    _join_shorter(union, plain, texts, lexicon)
    _join_ends(union, plain)
    _join_beginnings(union, plain)
    _join_acronyms(union, plain, texts)
    return union.clusters()


class _Union:
    """Clusters that are merged step by step."""

    def __init__(self, groups: Iterable[NameCluster]) -> None:
        self._groups = list(groups)
        self._parent = {id(group): group for group in self._groups}

    def root(self, group: NameCluster) -> NameCluster:
        """Return the cluster that a group is part of."""
        parent = self._parent[id(group)]
        while parent is not self._parent[id(parent)]:
            parent = self._parent[id(parent)]
        self._parent[id(group)] = parent
        return parent

    def join(self, left: NameCluster, right: NameCluster) -> None:
        """Merge two clusters, unless their ids forbid it."""
        left, right = self.root(left), self.root(right)
        if left is not right and left.allows(right):
            if right.names[0] < left.names[0]:
                left, right = right, left
            left.add(right)
            self._parent[id(right)] = left

    def join_all(self, groups: Sequence[NameCluster]) -> None:
        """Merge all of these."""
        for group in groups[1:]:
            self.join(groups[0], group)

    def clusters(self) -> list[NameCluster]:
        """Return the clusters in order of appearance."""
        roots = {id(self.root(group)): self.root(group) for group in self._groups}
        return sorted(roots.values(), key=lambda group: min(group.names))


def _join_equal(union: _Union, groups: Groups, key: Callable[[tuple[str, ...]], Hashable]) -> None:
    """Merge the groups whose names have one key."""
    by_key: dict[Hashable, list[NameCluster]] = defaultdict(list)
    for (words, _, _), group in groups.items():
        if value := key(words):
            by_key[value].append(group)
    for items in by_key.values():
        union.join_all(items)


def _canonical(words: tuple[str, ...], lexicon: Lexicon) -> str:
    """Return a name with the alias of it, or of its first words, replaced ("US Congress")."""
    for size in range(len(words), 0, -1):
        name = " ".join(words[:size])
        alias = lexicon.aliases.get(name) or lexicon.aliases.get(name.replace(" ", ""))
        if alias and (size == len(words) or size <= _MAX_ORIGIN):
            return " ".join((alias, *words[size:]))
    return " ".join(words)


def _content(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name that count, sorted; nothing for a name of one word."""
    content = sorted(word for word in words if word not in _SMALL)
    return tuple(content) if len(content) > 1 else ()


def _join_shorter(union: _Union, groups: Groups, texts: dict[int, str], lexicon: Lexicon) -> None:
    """Merge names with those without a legal form, a region behind a comma, or what stands before."""
    by_words: dict[tuple[str, ...], list[NameCluster]] = defaultdict(list)
    for (words, _, _), group in groups.items():
        by_words[words].append(group)
    qualified: dict[tuple[str, ...], list[NameCluster]] = defaultdict(list)
    for (words, _, _), group in groups.items():
        shorter = words
        while len(shorter) > 1 and shorter[-1] in lexicon.legal_forms:
            shorter = shorter[:-1]
            if shorter in by_words:
                if not _is_place(by_words[shorter][0]):  # "Exeter School" is not Exeter
                    union.join(group, by_words[shorter][0])
                break
        city, comma, _ = texts[id(group)].partition(",")
        if comma and (place := plain_form(city)) in by_words:
            union.join(group, by_words[place][0])
        for size in range(1, min(_MAX_ORIGIN + 1, len(words))):
            origin = " ".join(words[:size])
            if words[size:] in by_words and (
                origin in lexicon.demonyms or origin in lexicon.aliases or origin in _STORMS
            ):
                qualified[words[size:]].append(group)
    for body, items in qualified.items():
        roots = {id(union.root(item)) for item in items}
        if len(roots) == 1:
            union.join(items[0], by_words[body][0])


def _is_place(group: NameCluster) -> bool:
    return group.labels.most_common(1)[0][0] in _PLACE_LABELS


def _join_ends(union: _Union, groups: Groups) -> None:
    """Merge an organization with its last words alone ("Boston Red Sox", "Red Sox")."""
    bodies = {key[0]: group for key, group in groups.items() if group.labels["ORG"]}
    longer: dict[tuple[str, ...], list[NameCluster]] = defaultdict(list)
    for words, group in bodies.items():
        for size in range(1, min(len(words), _MAX_END)):
            if words[-size:] in bodies:
                longer[words[-size:]].append(group)
    for end, items in longer.items():
        owner = _owner(union, items)
        if owner is not None:
            union.join(owner, bodies[end])


def _owner(union: _Union, items: Sequence[NameCluster]) -> NameCluster | None:
    """Return the only one of some clusters, or the one named much more often than the others."""
    roots = {id(union.root(item)): union.root(item) for item in items}
    ranked = sorted(roots.values(), key=lambda root: -len(root.names))
    if len(ranked) > 1 and len(ranked[0].names) < _MUCH_MORE * len(ranked[1].names):
        return None
    return ranked[0]


def _join_beginnings(union: _Union, groups: Groups) -> None:
    """Merge a name with what stands before "of" or "for" in it ("Lee Foundation for the Arts")."""
    longer: dict[tuple[str, ...], list[NameCluster]] = defaultdict(list)
    for (words, _, _), group in groups.items():
        for size in range(_MIN_BEGINNING, min(len(words), _MAX_END)):
            if words[size] in _OPENING:
                longer[words[:size]].append(group)
                break
    for (words, _, _), group in groups.items():
        roots = {id(union.root(item)): item for item in longer.get(words, ())}
        if len(roots) == 1:
            union.join(next(iter(roots.values())), group)


def _join_acronyms(union: _Union, groups: Groups, texts: dict[int, str]) -> None:
    """Merge an acronym with the name that it abbreviates, if it is the only one."""
    expansions: dict[str, list[NameCluster]] = defaultdict(list)
    for group in groups.values():
        for acronym in acronyms_of(texts[id(group)]):
            expansions[acronym].append(group)
    for group in groups.values():
        letters = is_acronym(texts[id(group)])
        roots = {id(union.root(item)): item for item in expansions.get(letters, ())}
        if letters and len(roots) == 1 and len(letters) > 2:
            union.join(next(iter(roots.values())), group)
