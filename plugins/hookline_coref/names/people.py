"""Merge the names of persons: full names first, then the short forms of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hookline_coref.lexicon.lexicon import Gender, Lexicon
from hookline_coref.names.forms import NameForm
from hookline_coref.names.misspelled import FamilyNames
from hookline_coref.names.name_cluster import NameCluster, Nicknames, same_person

__all__ = ["merge_people"]

_INNER = 2
"""The rank of a word that is neither the first nor the last of a name."""
_MAX_RIVALS = 50
"""The most clusters of one family name that a name is compared with."""


def merge_people(
    forms: Sequence[tuple[int, NameForm, str | None]],
    lexicon: Lexicon,
    pronouns: Mapping[int, Gender],
    relatives: Mapping[int, int],
) -> list[NameCluster]:
    """
    Return the clusters of persons of a document.

    Args:
        forms: The index, the form and the user's id of each mention, in the order of the text.
        lexicon: Short forms of given names, and their genders.
        pronouns: The gender of "he" or "she" after mentions that alone can be meant.
        relatives: Whose relative a mention is said to be, -1 where no name says it.
    """
    groups: dict[tuple[NameForm, str | None], NameCluster] = {}
    for index, form, id in forms:
        group = groups.setdefault((form, id), NameCluster(forms=[form]))
        group.names.append(index)
        group.labels["PERSON"] += 1
        if form.gender:
            group.genders[form.gender] += 1
        if index in pronouns:
            group.pronouns[pronouns[index]] += 1
        if id:
            group.ids.add(id)
        if index in relatives:
            group.is_relative = True
            group.others.add(relatives[index])
    full = [group for group in groups.values() if len(group.forms[0].words) > 1]
    short = [group for group in groups.values() if len(group.forms[0].words) == 1]
    clusters = _merge_full(full, lexicon.nicknames)
    return clusters + _merge_short(short, clusters, lexicon.given_names)


def _merge_full(groups: Iterable[NameCluster], nicknames: Nicknames) -> list[NameCluster]:
    """Merge names of several words, the longest first."""
    clusters: list[NameCluster] = []
    by_word: dict[str, list[NameCluster]] = defaultdict(list)
    for group in sorted(groups, key=lambda item: (-len(item.forms[0].words), item.names[0])):
        form = group.forms[0]
        rivals = by_word[form.words[-1]][:_MAX_RIVALS] + by_word[form.words[0]][:_MAX_RIVALS]
        match = next(
            (
                cluster
                for cluster in rivals
                if cluster.allows(group)
                and not _is_namesake(cluster, group)
                and all(same_person(form, own, nicknames) for own in cluster.forms)
            ),
            None,
        )
        if match is None:
            clusters.append(match := group)
            new = [form.words[0], form.words[-1]]
        else:
            known = {word for own in match.forms for word in (own.words[0], own.words[-1])}
            match.add(group)
            new = [word for word in (form.words[0], form.words[-1]) if word not in known]
        for word in dict.fromkeys(new):
            by_word[word].append(match)
    return clusters


def _is_namesake(cluster: NameCluster, group: NameCluster) -> bool:
    """Return whether one is a relative whom a suffix tells from the other: "his son John Kay Jr."."""
    suffixes = {form.suffix for form in cluster.forms} ^ {group.forms[0].suffix}
    return bool(suffixes) and (cluster.is_relative or group.is_relative)


def _merge_short(
    groups: Iterable[NameCluster],
    full: Sequence[NameCluster],
    given_names: Mapping[str, Gender],
) -> list[NameCluster]:
    """
    Give names of one word to the full names that they are short for.

    A title stands for no full name with a given name of the other gender ("Mrs Palmer", Tom Palmer),
    unless the text calls that one so. A suffix stands for one that has it ("Trump Jr."). A family name
    comes before a given name, and that before another word, which stands for a full name only behind it
    ("Lula").
    """
    owners: dict[str, dict[int, list[NameCluster]]] = defaultdict(lambda: defaultdict(list))
    given = {id(cluster): cluster.given_gender(given_names) for cluster in full}
    for cluster in full:
        for word, rank in _short_forms(cluster).items():
            owners[word][rank].append(cluster)
    named_in_full = {id(cluster): sorted(cluster.names) for cluster in full}
    family_names = FamilyNames(full)
    alone: dict[tuple[str, frozenset[str]], NameCluster] = {}
    unstated: list[NameCluster] = []
    for group in groups:
        word = group.forms[0].words[0]
        rivals: list[NameCluster] = []
        for rank in sorted(owners[word]) if word in owners else ():
            rivals = [
                cluster
                for cluster in owners[word][rank]
                if cluster.allows(group)
                and (rank < _INNER or named_in_full[id(cluster)][0] < group.names[0])
            ]
            if rivals:
                break
        suffix = group.forms[0].suffix
        if suffix:
            named = [c for c in rivals if any(form.suffix == suffix for form in c.forms)]
            rivals = named or rivals
        titles = group.genders.keys()
        stated = [cluster for cluster in rivals if cluster.genders.keys() & titles]
        rivals = stated or [
            cluster for cluster in rivals if not titles or given[id(cluster)] in (None, *titles)
        ]
        if len(rivals) == 1:
            rivals[0].add(group)
        elif rivals:
            _divide(group, rivals[:_MAX_RIVALS], named_in_full)
        elif (meant := family_names.meant_by(group)) is not None:
            meant.add(group)
        elif group.genders or group.ids:
            alone[word, frozenset([*group.genders, *group.ids])] = group
        else:
            unstated.append(group)
    return _join_unstated(alone, unstated)


def _short_forms(cluster: NameCluster) -> dict[str, int]:
    """Return the words that can stand for a full name, with 0 for the best."""
    ranks: dict[str, int] = {}
    for form in cluster.forms:
        last = len(form.words) - 1
        for position, word in enumerate(form.words):
            rank = 0 if position == last else 1 if position == 0 else _INNER
            for variant in {word, word.partition("-")[2] or word}:
                if len(variant) > 1:
                    ranks[variant] = min(rank, ranks.get(variant, rank))
    return ranks


def _divide(group: NameCluster, rivals: Sequence[NameCluster], full: dict[int, list[int]]) -> None:
    """
    Give each mention of a short form to one of the persons named in full before it.

    That is the one named in full most often, and of equals the first: news and biographies use short
    forms for the person that they are about. Who is introduced as a relative comes behind the others.
    """
    ranked = sorted(
        rivals,
        key=lambda cluster: (cluster.is_relative, -len(full[id(cluster)]), full[id(cluster)][0]),
    )
    for index in group.names:
        before = (cluster for cluster in ranked if full[id(cluster)][0] < index)
        nearest = min(ranked, key=lambda cluster: full[id(cluster)][0])
        best = next(before, nearest)
        part = NameCluster([index], list(group.forms), Counter({"PERSON": 1}))
        part.genders.update(group.genders)
        part.pronouns.update(group.pronouns)
        part.ids |= group.ids
        best.add(part)


def _join_unstated(
    alone: dict[tuple[str, frozenset[str]], NameCluster], unstated: Iterable[NameCluster]
) -> list[NameCluster]:
    """Merge a short form without a title with the one that has a title, if there is only one."""
    by_word: dict[str, list[NameCluster]] = defaultdict(list)
    for (word, _), cluster in alone.items():
        by_word[word].append(cluster)
    clusters = list(alone.values())
    for group in unstated:
        owners = by_word[group.forms[0].words[0]]
        if len(owners) == 1:
            owners[0].add(group)
        else:
            clusters.append(group)
            owners.append(group)
    return clusters
