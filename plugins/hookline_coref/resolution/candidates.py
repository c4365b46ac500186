"""Find the clusters that a mention may stand for."""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, islice

from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.mentions.mention import REFLEXIVES, DetectedMention
from hookline_coref.resolution.cluster_table import ClusterTable
from hookline_coref.resolution.features import MentionTable
from hookline_coref.text.words import DocumentWords

__all__ = ["Candidates"]

MAX_CANDIDATES = 16
MAX_SCANNED = 80
"""The most clusters that are looked at for one mention, which bounds the work on each."""
MAX_SENTENCES = {
    "he": 12,
    "she": 12,
    "it": 5,
    "they": 6,
    "i": 60,
    "we": 30,
    "you": 60,
    "": 40,
    "name": 3,
}
MAX_OF_WORD = 6
"""The most clusters that are kept for a word."""

_PERSON, _BODY, _PLACE, _GROUP, _THING, _UNKNOWN = range(6)
_ALLOWED = {
    "he": {_PERSON, _UNKNOWN},
    "she": {_PERSON, _UNKNOWN},
    "it": {_BODY, _PLACE, _THING, _UNKNOWN, _GROUP},
    "they": {_PERSON, _BODY, _PLACE, _GROUP, _THING, _UNKNOWN},
    "i": {_PERSON, _UNKNOWN},
    "you": {_PERSON, _UNKNOWN},
    "we": {_PERSON, _BODY, _PLACE, _GROUP, _UNKNOWN},
}
_GENDERS = ("masculine", "feminine")
_NOUN_TYPES = {"person": {_PERSON}, "body": {_BODY}, "place": {_PLACE}, "group": {_GROUP, _PLACE}}
_COUNTRIES = frozenset({"country", "nation"})
_INCOMPATIBLE = {
    "he": (1, 2),
    "she": (0, 2),
    "it": (0, 1, 4),
    "they": (),
    "i": (2,),
    "we": (0, 1),
    "you": (2,),
}


class Candidates:
    """The clusters of running text by their last mention, and by the words that are about them."""

    def __init__(
        self,
        words: DocumentWords,
        table: MentionTable,
        clusters: ClusterTable,
        lexicon: Lexicon,
    ) -> None:
        self._words = words
        self._lexicon = lexicon
        self._table = table
        self._clusters = clusters
        self._of_both = table.sentences_of("he") & table.sentences_of("she")
        self._recent: OrderedDict[int, None] = OrderedDict()
        self._speaking: OrderedDict[int, None] = OrderedDict()
        self._named: OrderedDict[int, None] = OrderedDict()
        self._by_word: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=MAX_OF_WORD))
        self.words_of: dict[int, set[str]] = defaultdict(set)

    def add(self, cluster: int, index: int, lemmas: list[str]) -> None:
        """Record a mention of a cluster, with the words that are about it."""
        if self._table.in_body[index]:
            _move_to_end(self._recent, cluster)
            if self._clusters.kinds[cluster][0]:
                _move_to_end(self._named, cluster)
            if any(self._clusters.pronouns[cluster][4:]):
                _move_to_end(self._speaking, cluster)
        own = self.words_of[cluster]
        for lemma in lemmas:
            owners = self._by_word[lemma]
            if lemma in own and cluster in owners:
                owners.remove(cluster)
            owners.append(cluster)
            own.add(lemma)

    def of(self, index: int, mention: DetectedMention, speaker: int) -> list[int]:
        """Return the clusters that a mention may stand for, the one mentioned last first."""
        if mention.pronoun in ("i", "we", "you"):
            possible: Iterable[int] = self._for_speaker(index, mention.pronoun)
        elif mention.pronoun:
            possible = self._within(self._recent, index, mention.pronoun)
        else:
            possible = self._for_noun(index, mention)
        kept: list[int] = []
        for cluster in possible:
            if self._permits(index, mention, cluster, speaker):
                kept.append(cluster)
                if len(kept) == MAX_CANDIDATES:
                    break
        return kept

    def pair(
        self, index: int, mention: DetectedMention, countries: Collection[int]
    ) -> tuple[int, ...]:
        """
        Return the two named clusters that "both countries" can be, nothing where they are not clear.

        They are the last two that a conjunction joins, else the last two persons or places that a
        sentence names together; without such ones "both" is the last two. `countries` are the clusters
        of known countries, which alone are meant by that word where there are two of them.
        """
        types = _NOUN_TYPES.get(mention.noun, set())
        named = self._within(self._named, index, "they")
        fitting = [cluster for cluster in named if self._clusters.type[cluster] in types]
        if mention.noun == "place":
            is_country = self._words.lemmas[mention.head] in _COUNTRIES
            known = [cluster for cluster in fitting if (cluster in countries) == is_country]
            fitting = known if len(known) >= 2 else fitting
        fitting = fitting[:MAX_CANDIDATES]
        pairs = list(combinations(fitting, 2))
        joined = [pair for pair in pairs if self._are_joined(*pair)]
        if not joined and mention.noun in ("person", "place"):
            joined = [pair for pair in pairs if self._are_together(*pair)]
        if not joined and self._words.lower[mention.first] == "both":
            joined = pairs
        return joined[0] if joined else ()

    def _are_together(self, first: int, second: int) -> bool:
        """Return whether one sentence has the last mentions of two clusters."""
        sentence, last = self._table.sentence, self._clusters.last
        return sentence[last[first]] == sentence[last[second]]

    def _are_joined(self, first: int, second: int) -> bool:
        """Return whether the last mentions of two clusters stand beside each other: "X and Y"."""
        heads = sorted(self._table.head[self._clusters.last[item]] for item in (first, second))
        words = self._words
        return words.heads[heads[1]] == heads[0] and words.relations[heads[1]] == "conj"

    def without_guesses(
        self, index: int, mention: DetectedMention, clusters: Sequence[int]
    ) -> list[int]:
        """
        Return clusters without persons of whom nothing tells whether they are "he" or "she".

        They are left out in a sentence with both pronouns that names two persons, as neither pronoun
        then stands for one by chance; one of known gender remains.
        """
        sentence = self._table.sentence[index]
        if mention.pronoun not in ("he", "she") or sentence not in self._of_both:
            return list(clusters)
        named = [
            cluster
            for cluster in clusters
            if self._clusters.kinds[cluster][0]
            and self._table.sentence[self._clusters.last[cluster]] == sentence
        ]
        unknown = {cluster for cluster in named if not self._clusters.has_gender(cluster)}
        if len(named) < 2:
            return list(clusters)
        return [cluster for cluster in clusters if cluster not in unknown]

    def overlap(
        self, mention: DetectedMention, clusters: Sequence[int]
    ) -> list[tuple[float, float]]:
        """
        Return what each cluster has of the words of a common noun.

        That is whether it has the noun itself, and the share of its modifiers that it has.
        """
        if mention.pronoun:
            return [(0.0, 0.0)] * len(clusters)
        words, demonyms = self._words, self._lexicon.demonyms
        others = [
            demonyms.get(words.lemmas[word], words.lemmas[word])
            for word in range(mention.first, mention.head)
            if words.tags[word] in ("ADJ", "NOUN", "PROPN")
        ]
        known = [self.words_of[cluster] for cluster in clusters]
        return [
            (
                words.lemmas[mention.head] in own,
                sum(word in own for word in others) / len(others) if others else 0.5,
            )
            for own in known
        ]

    def titled(
        self,
        index: int,
        mention: DetectedMention,
        clusters: Sequence[int],
        overlap: Sequence[tuple[float, float]],
    ) -> int:
        """Return the only named cluster that has the title of "the president", -1 without one."""
        if mention.noun != "person" or not mention.definite or self._table.number[index] == 2:
            return -1
        named = [
            cluster
            for cluster, (has_noun, _) in zip(clusters, overlap, strict=True)
            if has_noun and self._clusters.kinds[cluster][0]
        ]
        return named[0] if len(named) == 1 else -1

    def _within(self, order: OrderedDict[int, None], index: int, pronoun: str) -> Iterator[int]:
        """Yield clusters, the one mentioned last first, as far back as a pronoun reaches."""
        least = self._table.sentence[index] - MAX_SENTENCES[pronoun]
        for cluster in islice(reversed(order), MAX_SCANNED):
            if self._table.sentence[self._clusters.last[cluster]] < least:
                return
            yield cluster

    def _for_speaker(self, index: int, pronoun: str) -> list[int]:
        """Return clusters that speak already, and named ones however far back."""
        clusters = {*islice(reversed(self._speaking), MAX_CANDIDATES // 2)}
        types = _ALLOWED[pronoun]
        named = islice(reversed(self._named), MAX_SCANNED)
        fitting = (cluster for cluster in named if self._clusters.type[cluster] in types)
        clusters.update(islice(fitting, MAX_CANDIDATES // 2))
        return self._latest_first(clusters)

    def _for_noun(self, index: int, mention: DetectedMention) -> list[int]:
        """Return clusters that the noun is about, and named ones that a definite noun can be."""
        types = _NOUN_TYPES.get(mention.noun, set())
        about = set(self._by_word.get(self._words.lemmas[mention.head], ()))
        if mention.definite:
            fitting = (
                cluster
                for cluster in self._within(self._named, index, "")
                if not types or self._clusters.type[cluster] in types
            )
            about.update(islice(fitting, MAX_CANDIDATES // 2))
        return self._latest_first(about)

    def _latest_first(self, clusters: Iterable[int]) -> list[int]:
        return sorted(clusters, key=lambda cluster: -self._clusters.last[cluster])

    def _permits(self, index: int, mention: DetectedMention, cluster: int, speaker: int) -> bool:
        clusters, table = self._clusters, self._table
        pronoun, type = mention.pronoun, clusters.type[cluster]
        if not pronoun:
            types = _NOUN_TYPES.get(mention.noun)
            if types is not None and type not in types and type < _THING:
                return False
            return self._noun_permits(self._words.lemmas[mention.head], cluster)
        if type not in _ALLOWED[pronoun]:
            return False
        if any(clusters.pronouns[cluster][other] for other in _INCOMPATIBLE[pronoun]):
            return False
        if pronoun in ("he", "she"):
            own = int(pronoun == "she")
            evidence = clusters.evidence[cluster]
            if evidence[1 - own] > evidence[own] or cluster == speaker:
                return False
            other = clusters.given[cluster] not in (None, _GENDERS[own])
            if other and not (evidence[own] or evidence[2 + own]):
                return False
            if clusters.numbers[cluster][1] and not clusters.numbers[cluster][0]:
                return False
        last = clusters.last[cluster]
        if pronoun in ("i", "we") and self._is_represented(last):
            return False
        if self._words.lower[mention.head] in REFLEXIVES or table.role[index] not in (1, 2):
            return True
        same_clause = table.governor[last] == table.governor[index] >= 0
        return not (
            same_clause
            and table.role[last] in (0, 1)
            and table.sentence[last] == table.sentence[index]
        )

    def _noun_permits(self, noun: str, cluster: int) -> bool:
        """Return whether a noun that states a gender or a childhood fits what was said before."""
        lexicon = self._lexicon
        if noun in lexicon.childhood and self._clusters.kinds[cluster][0]:
            return not lexicon.childhood.isdisjoint(self.words_of[cluster])
        gender = lexicon.gendered_nouns.get(noun)
        if gender is None:
            return True
        own = int(gender == "feminine")
        evidence = self._clusters.evidence[cluster]
        return evidence[1 - own] <= evidence[own] and not self._clusters.pronouns[cluster][1 - own]

    def _is_represented(self, index: int) -> bool:
        """Return whether somebody speaks on behalf of a mention, who is another one."""
        governor = self._table.governor[index]
        return governor >= 0 and self._words.lemmas[governor] == "behalf"


def _move_to_end(order: OrderedDict[int, None], cluster: int) -> None:
    order[cluster] = None
    order.move_to_end(cluster)
