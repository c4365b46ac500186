"""Tell places of one name apart by the region that the text puts behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.names.forms import plain_form
from hookline_coref.text.words import DocumentWords

__all__ = ["places_told_apart"]

_PLACES = frozenset({"LOC", "GPE", "FAC"})


def places_told_apart(
    words: DocumentWords,
    mentions: Sequence[DetectedMention],
    names: Iterable[int],
    lexicon: Lexicon,
) -> dict[int, str]:
    """
    Return names of places that are two or more here, by mention, with their region: "paris, texas".

    A name is two where different regions follow it, of which neither is part of the other. Without a
    region it is the one before it, else the first.
    """
    stated: dict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
    for index in names:
        if mentions[index].first >= 0 and _label(words, mentions[index]) in _PLACES:
            place, region = _parts(words, mentions[index], lexicon)
            stated[place][index] = region
    apart: dict[int, str] = {}
    for place, regions in stated.items():
        known = set(regions.values()) - {""}
        # a country where only one of its regions is named is that region
        inner = {lexicon.regions[region]: region for region in known if region in lexicon.regions}
        merged = {region: inner.get(region, region) for region in known}
        if len(set(merged.values())) > 1:
            apart.update(_assigned(" ".join(place), regions, merged))
    return apart


def _assigned(place: str, regions: Mapping[int, str], merged: Mapping[str, str]) -> dict[int, str]:
    """Return the name with its region for each mention, in the order of the text."""
    current = next(region for _, region in sorted(regions.items()) if region)
    found = {}
    for index, region in sorted(regions.items()):
        current = region or current
        found[index] = f"{place}, {merged[current]}"
    return found


def _parts(
    words: DocumentWords, mention: DetectedMention, lexicon: Lexicon
) -> tuple[tuple[str, ...], str]:
    """Return the words of a place, and the region behind its comma, empty where there is none."""
    place, comma, region = words.text[mention.start : mention.end].partition(",")
    after = mention.last + 1
    if not comma and after + 1 < len(words) and words.forms[after] == ",":
        entity = words.entity_of[after + 1]
        if entity >= 0 and _is_region(words, mention, entity):
            region = words.text[words.entities[entity].start : words.entities[entity].end]
    name = " ".join(plain_form(region)) if region else ""
    name = lexicon.aliases.get(name, name)
    known = name in lexicon.regions or name in lexicon.countries
    return plain_form(place), name if known else ""


def _is_region(words: DocumentWords, mention: DetectedMention, entity: int) -> bool:
    """Return whether a name behind the comma belongs to the place: not in "In Paris, Mali said"."""
    first, last = words.entity_words[entity]
    head = words.head_of(first, last)
    if words.entities[entity].label not in _PLACES or words.heads[head] != mention.head:
        return False
    listed = last + 1 < len(words) and words.tags[last + 1] == "CCONJ"
    return not (listed and words.relations[head] == "conj")


def _label(words: DocumentWords, mention: DetectedMention) -> str:
    return words.entities[mention.entity].label
