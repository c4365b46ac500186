"""Find the country that an adjective of origin points at, among those that the document names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from hookline import Cluster

__all__ = ["Origins"]

_PLACE_LABELS = frozenset({"LOC", "GPE"})
_SUFFIXES = frozenset(
    {"an", "ian", "ean", "n", "ese", "uese", "i", "ic", "ish", "ine", "vian", "e"}
)
_LANDS = frozenset({"istan", "stan"})
"""What a country adds to its adjective where that has no ending: Afghanistan."""
_MIN_STEM, _MAX_ENDING = 4, 3
_IRREGULAR = {
    "american": ("united states", "united states of america", "us", "usa", "america"),
    "us": ("united states", "united states of america", "usa", "america"),
    "british": ("united kingdom", "great britain", "britain", "uk"),
    "chinese": ("china", "people's republic of china"),
    "congolese": ("congo", "democratic republic of the congo", "democratic republic of congo"),
    "croat": ("croatia",),
    "cypriot": ("cyprus",),
    "czech": ("czech republic", "czechia"),
    "danish": ("denmark",),
    "dutch": ("netherlands",),
    "emirati": ("united arab emirates", "uae"),
    "english": ("england",),
    "filipino": ("philippines",),
    "finnish": ("finland",),
    "french": ("france",),
    "german": ("germany",),
    "greek": ("greece",),
    "indian": ("india",),
    "iraqi": ("iraq",),
    "irish": ("ireland", "republic of ireland"),
    "lao": ("laos",),
    "lebanese": ("lebanon",),
    "nigerian": ("nigeria",),
    "nigerien": ("niger",),
    "norwegian": ("norway",),
    "peruvian": ("peru",),
    "philippine": ("philippines",),
    "polish": ("poland",),
    "saudi": ("saudi arabia", "kingdom of saudi arabia"),
    "scottish": ("scotland",),
    "serb": ("serbia",),
    "slovak": ("slovakia",),
    "spanish": ("spain",),
    "swedish": ("sweden",),
    "swiss": ("switzerland",),
    "thai": ("thailand",),
    "turkish": ("turkey", "türkiye"),
    "welsh": ("wales",),
}
"""Adjectives whose country begins with other letters, or is not the nearest word."""


class Origins:
    """The places that a document names, by their names in lower case."""

    def __init__(self, clusters: Sequence[Cluster], text: str) -> None:
        self._places: dict[str, int] = {}
        for number, cluster in enumerate(clusters):
            if cluster.label in _PLACE_LABELS:
                names = (
                    text[item.start : item.end] for item in cluster.mentions if item.kind == "name"
                )
                for name in (cluster.name, *names):
                    self._places.setdefault(_plain(name), number)
        self._known: dict[str, int | None] = {}

    def cluster_of(self, adjective: str) -> int | None:
        """Return the index of the cluster of the place that an adjective is made of, or None."""
        word = _plain(adjective)
        if word not in self._known:
            self._known[word] = self._find(word)
        return self._known[word]

    def _find(self, adjective: str) -> int | None:
        if adjective in _IRREGULAR:
            named = (self._places.get(name) for name in _IRREGULAR[adjective])
            return next((number for number in named if number is not None), None)
        fitting = [name for name in self._places if _is_made_of(adjective, name)]
        return self._places[max(fitting, key=len)] if fitting else None


def _plain(name: str) -> str:
    plain = name.lower().replace(".", "").removesuffix("'s").removesuffix("’s").removeprefix("the ")
    return " ".join(plain.split())


def _is_made_of(adjective: str, place: str) -> bool:
    """Return whether an adjective is the name of a place with an ending: Peru, Ukraine, Kazakhstan."""
    pairs = zip(adjective, place, strict=False)
    size = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    ending, rest = adjective[size:], place[size:]
    if size < _MIN_STEM:
        return False
    if not ending:
        return rest in _LANDS
    return ending in _SUFFIXES and len(rest) <= _MAX_ENDING
