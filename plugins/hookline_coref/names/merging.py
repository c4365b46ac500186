"""Merge the names of a document into clusters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from hookline_coref.lexicon.lexicon import Gender, Lexicon
from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.names.bodies import stated_type
from hookline_coref.names.forms import NameForm, is_acronym, name_form, plain_form
from hookline_coref.names.founders import named_after_people
from hookline_coref.names.name_cluster import NameCluster
from hookline_coref.names.people import merge_people
from hookline_coref.names.regions import places_told_apart
from hookline_coref.names.relatives import relatives
from hookline_coref.names.things import NamedThing, merge_things
from hookline_coref.text.words import DocumentWords

__all__ = ["PERSON_LABELS", "merge_names"]

PERSON_LABELS = frozenset({"PERSON", "PER"})

_ALIAS_WORDS = frozenset({"aka", "alias", "a.k.a", "a.k.a.", "nicknamed", "dubbed"})
_KNOWN_AS = frozenset({"known", "called"})
_ANOTHER = frozenset({"and", "but", "while", "whereas"})
"""Words behind which something else is called so: "one is called X and the other called Y"."""
_MAX_ALIAS_GAP = 6
_MISTAKEN = frozenset({"LOC", "GPE", "MISC"})
_PLACE_WORDS = frozenset(
    {
        *("lake", "mount", "fort", "camp", "port", "cape", "saint", "st", "san", "santa", "new"),
        *("north", "south", "east", "west", "rue", "via", "villa", "casa", "point", "la", "los"),
    }
)
"""Words that names of places begin with that are called after a person."""
_MAJORITY = 3
"""How often a word must be a name of the other kind before its label counts as an error."""


def merge_names(
    words: DocumentWords, mentions: Sequence[DetectedMention], lexicon: Lexicon
) -> list[NameCluster]:
    """Return the clusters of the names among the mentions, in order of appearance."""
    names = [index for index, mention in enumerate(mentions) if mention.kind == "name"]
    texts = {index: words.text[mentions[index].start : mentions[index].end] for index in names}
    forms = {
        index: name_form(texts[index], _before(words, mentions[index].first), lexicon)
        for index in names
    }
    people = _people(words, mentions, names, texts, forms)
    people -= _bodies(words, mentions, people, forms, lexicon)
    people -= named_after_people(words, mentions, people, forms)
    places = places_told_apart(words, mentions, names, lexicon)
    clusters = merge_people(
        [(index, forms[index], _id(words, mentions[index])) for index in names if index in people],
        lexicon,
        _pronouns(words, mentions, people),
        dict(relatives(words, mentions, people, lexicon)),
    )
    clusters += merge_things(
        [
            NamedThing(
                index,
                texts[index],
                _label(words, mentions[index]),
                _id(words, mentions[index]) or places.get(index),
            )
            for index in names
            if index not in people
        ],
        lexicon,
    )
    for cluster in clusters:
        cluster.names.sort()
        cluster.labels = Counter(_label(words, mentions[index]) for index in cluster.names)
    _join_pairs(clusters, _alias_pairs(words, mentions, names, texts))
    live = [cluster for cluster in clusters if cluster.names]
    return sorted(live, key=lambda cluster: cluster.names[0])


def _pronouns(
    words: DocumentWords, mentions: Sequence[DetectedMention], people: set[int]
) -> dict[int, Gender]:
    """
    Return the gender of the pronouns that begin the sentence after one that names one person alone.

    Only such a sentence counts that names nobody itself: "Vera Tighe died on Monday. She was 80."
    """
    genders: dict[str, Gender] = {"he": "masculine", "she": "feminine"}
    named: dict[int, list[int]] = defaultdict(list)
    for index in people:
        if mentions[index].head >= 0:
            named[words.sentences[mentions[index].head]].append(index)
    evidence: dict[int, Gender] = {}
    for mention in mentions:
        if mention.pronoun not in genders or mention.head < 0:
            continue
        sentence = words.sentences[mention.head]
        starts = mention.head == 0 or words.sentences[mention.head - 1] != sentence
        before = named.get(sentence - 1, [])
        if starts and len(before) == 1 and sentence not in named:
            evidence[before[0]] = genders[mention.pronoun]
    return evidence


def _before(words: DocumentWords, first: int) -> list[str]:
    """Return the words before a name that can be its title, in lower case."""
    if first <= 0:
        return []
    start = first
    while start > 0 and first - start < 4 and words.tags[start - 1] in ("NOUN", "PROPN", "ADJ"):
        if words.sentences[start - 1] != words.sentences[first] or words.entity_of[start - 1] >= 0:
            break
        start -= 1
    return words.lower[start:first]


def _label(words: DocumentWords, mention: DetectedMention) -> str:
    return words.entities[mention.entity].label


def _id(words: DocumentWords, mention: DetectedMention) -> str | None:
    return words.entities[mention.entity].id


def _people(
    words: DocumentWords,
    mentions: Sequence[DetectedMention],
    names: Sequence[int],
    texts: dict[int, str],
    forms: dict[int, NameForm],
) -> set[int]:
    """
    Return the names of persons.

    A label counts as an error where the same words are a name of the other kind much more often.
    """
    counts: dict[tuple[str, ...], Counter[bool]] = defaultdict(Counter)
    for index in names:
        is_person = _label(words, mentions[index]) in PERSON_LABELS
        counts[forms[index].words if is_person else plain_form(texts[index])][is_person] += 1
    surnames: Counter[str] = Counter()
    for form, count in counts.items():
        if len(form) > 1 and count[True]:
            surnames[form[-1]] += count[True]
    people = set()
    for index in names:
        is_person = _label(words, mentions[index]) in PERSON_LABELS
        form = forms[index].words if is_person else plain_form(texts[index])
        same, other = counts[form][is_person], counts[form][not is_person]
        if is_person and not forms[index].gender and not (len(form) == 1 and surnames[form[0]]):
            is_person = other < _MAJORITY * same
        elif not is_person and _label(words, mentions[index]) != "NORP":
            is_person = other >= _MAJORITY * same or _is_full_name(
                form, _label(words, mentions[index]), counts
            )
        if is_person:
            people.add(index)
    return people


def _is_full_name(
    form: tuple[str, ...], label: str, counts: Mapping[tuple[str, ...], Counter[bool]]
) -> bool:
    """
    Return whether a name with the label of a place is the full name of a person.

    That is where its last word alone is a person's name again and again, and never another one's:
    "Valeska Paris", if it is Paris who speaks all the time.
    """
    if label not in _MISTAKEN or len(form) != 2 or form[0] in _PLACE_WORDS:
        return False
    last = counts.get(form[1:])
    return last is not None and last[True] >= _MAJORITY and not last[False]


def _bodies(
    words: DocumentWords,
    mentions: Sequence[DetectedMention],
    people: set[int],
    forms: dict[int, NameForm],
    lexicon: Lexicon,
) -> set[int]:
    """Return the names of persons that the text says to be bodies, and nowhere to be persons."""
    said: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for index in sorted(people):
        form = forms[index]
        said[form.words].add(
            "person" if form.gender else stated_type(words, mentions, index, lexicon)
        )
    bodies = {form for form, types in said.items() if "body" in types and "person" not in types}
    return {index for index in people if forms[index].words in bodies}


def _alias_pairs(
    words: DocumentWords,
    mentions: Sequence[DetectedMention],
    names: Sequence[int],
    texts: dict[int, str],
) -> Iterator[tuple[int, int]]:
    """Yield names that the text itself says are one: "X (Y)", "X, known as Y"."""
    ordered = [index for index in names if mentions[index].first >= 0]
    ordered.sort(key=lambda index: mentions[index].first)
    for left, right in pairwise(ordered):
        first, last = mentions[left].last + 1, mentions[right].first
        gap = words.lower[first:last]
        if not gap or len(gap) > _MAX_ALIAS_GAP:
            continue
        closes = (
            mentions[right].last + 1 < len(words) and words.forms[mentions[right].last + 1] == ")"
        )
        letters = is_acronym(texts[right])
        if gap in (["("], ["(", "the"]) and closes and letters:
            if _abbreviates(letters, texts[left]):
                yield left, right
        elif not _ANOTHER & set(gap) and (
            _ALIAS_WORDS & set(gap) or (_KNOWN_AS & set(gap) and gap[-1] in ("as", "called"))
        ):
            yield left, right


def _abbreviates(letters: str, name: str) -> bool:
    """Return whether the letters stand in the name in this order, the first one at its start."""
    rest = iter(name.casefold().removeprefix("the "))
    return name.casefold().removeprefix("the ").startswith(letters[0]) and all(
        letter in rest for letter in letters
    )


def _join_pairs(clusters: Sequence[NameCluster], pairs: Iterator[tuple[int, int]]) -> None:
    owner = {index: cluster for cluster in clusters for index in cluster.names}
    for left, right in pairs:
        first, second = owner[left], owner[right]
        if first is second or first.is_person != second.is_person or not first.allows(second):
            continue
        if len(first.names) < len(second.names):
            first, second = second, first
        for index in second.names:
            owner[index] = first
        first.add(second)
        first.names.sort()
        second.names.clear()
