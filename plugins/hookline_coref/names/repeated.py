"""Find names that are no entity by themselves: those that the labels miss, and names inside names."""

from __future__ import annotations

from collections.abc import Sequence

from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.names.forms import plain_form
from hookline_coref.names.merging import PERSON_LABELS
from hookline_coref.names.name_cluster import NameCluster
from hookline_coref.text.words import DocumentWords

__all__ = ["NameIndex"]

_MAX_INNER = 4
"""The most words of a name inside a name."""
_INNER_LABELS = frozenset({"LOC", "GPE", "ORG", "PERSON", "PER"})
_PLACE_LABELS = frozenset({"LOC", "GPE"})
_DEFINITE = frozenset({"the", "this", "our"})
_QUALIFIERS = frozenset(
    {
        *(
            "north",
            "south",
            "east",
            "west",
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
        ),
        *("upper", "lower", "inner", "outer", "new", "old", "great", "greater", "latin"),
    }
)
"""Words that make another place of the name behind them: there is no America in "South America"."""
_AMBIGUOUS = -1


class NameIndex:
    """The names of a document by their words, with the number of the cluster of each."""

    def __init__(
        self,
        words: DocumentWords,
        mentions: Sequence[DetectedMention],
        clusters: Sequence[NameCluster],
        lexicon: Lexicon,
    ) -> None:
        self._words = words
        self._mentions = mentions
        self._clusters = clusters
        self._owner: dict[int, int] = {}
        self._whole: dict[tuple[str, ...], int] = {}
        self._short: dict[tuple[str, ...], int] = {}
        self._edges: dict[tuple[str, ...], int] = {}
        self._aliases = lexicon.aliases
        for number, cluster in enumerate(clusters):
            for index in cluster.names:
                mention = mentions[index]
                self._owner[index] = number
                name = words.text[mention.start : mention.end]
                plain = plain_form(name)
                _put(self._whole, self._canonical(plain), number)
                if len(plain) > 1 and not cluster.is_person:
                    _put(self._edges, plain[:1], number)
                    _put(self._edges, plain[-1:], number)
                city, comma, _ = name.partition(",")
                if comma and not cluster.forms:
                    _put(self._whole, self._canonical(plain_form(city)), number)
            for form in cluster.forms:
                _put(self._whole, form.words, number)
                for word in {form.words[0], form.words[-1]}:
                    if len(word) > 1:
                        _put(self._short, (word,), number)

    def unlabelled(self) -> dict[int, DetectedMention]:
        """
        Return the proper nouns that repeat a name, as names, by their index among the mentions.

        "The Church", with a capital letter, repeats the Church of Peru where no other name of the text
        begins or ends with the word. Their clusters are those of `cluster_of`.
        """
        repeated = {}
        for index, mention in enumerate(self._mentions):
            if mention.kind != "nominal":
                continue
            first = last = mention.head
            number = self._short_for(mention)
            if number == _AMBIGUOUS and self._words.tags[mention.head] == "PROPN":
                first, last = self._proper(mention.head)
                number = self._find(first, last)
                if self._words.child(mention.head, "det") >= 0 and self._is_person(number):
                    number = _AMBIGUOUS  # "the Bill" is not Bill
            if number != _AMBIGUOUS:
                start, end = self._words.starts[first], self._words.ends[last]
                repeated[index] = DetectedMention(start, end, first, last, mention.head, "name")
                self._owner[index] = number
        return repeated

    def inner(self) -> list[tuple[DetectedMention, int]]:
        """Return the names inside of other names ("Google" in "Google Science Fair"), with clusters."""
        words = self._words
        names = []
        for index, mention in enumerate(self._mentions):
            if mention.entity < 0 or mention.first >= mention.last:
                continue
            number = self._owner[index]
            first = mention.first
            while first <= mention.last:
                last = self._inner_end(first, mention, number)
                if last >= first:
                    inner = DetectedMention(
                        words.starts[first], words.ends[last], first, last, last, "name"
                    )
                    names.append((inner, self._whole[self._form(first, last)]))
                    first = last
                first += 1
        return names

    def _is_person(self, number: int) -> bool:
        return number != _AMBIGUOUS and self._clusters[number].is_person

    def cluster_of(self, index: int) -> int:
        """Return the number of the cluster of a name."""
        return self._owner[index]

    def _short_for(self, mention: DetectedMention) -> int:
        """Return the number of the only name that begins or ends with the noun of "the Church"."""
        words, head = self._words, mention.head
        if (
            mention.noun == "person"
            or mention.first != head - 1
            or words.lower[mention.first] not in _DEFINITE
            or not words.forms[head][:1].isupper()
            or words.forms[head].isupper()
        ):
            return _AMBIGUOUS
        return self._edges.get((words.lower[head],), _AMBIGUOUS)

    def _proper(self, head: int) -> tuple[int, int]:
        """Return the first and the last of the proper nouns around a word that are no entity."""
        words = self._words
        first = last = head
        while first > 0 and self._continues(first - 1, head):
            first -= 1
        while last + 1 < len(words) and self._continues(last + 1, head):
            last += 1
        return first, last

    def _continues(self, word: int, head: int) -> bool:
        words = self._words
        return (
            words.tags[word] == "PROPN"
            and words.entity_of[word] < 0
            and words.sentences[word] == words.sentences[head]
            and abs(word - head) <= 2 * _MAX_INNER
        )

    def _form(self, first: int, last: int) -> tuple[str, ...]:
        words = self._words
        return self._canonical(plain_form(words.text[words.starts[first] : words.ends[last]]))

    def _canonical(self, form: tuple[str, ...]) -> tuple[str, ...]:
        """Return the first of the aliases of a name: "LA" inside "LA Weekly" is Los Angeles."""
        alias = self._aliases.get(" ".join(form))
        return tuple(alias.split()) if alias else form

    def _find(self, first: int, last: int) -> int:
        form = self._form(first, last)
        if not form:
            return _AMBIGUOUS
        return self._whole.get(form, self._short.get(form, _AMBIGUOUS))

    def _inner_end(self, first: int, outer: DetectedMention, number: int) -> int:
        """Return the last word of a name that begins at a word of another one, -1 without one."""
        words = self._words
        if not words.forms[first][:1].isupper():
            return -1
        if first > outer.first and words.lower[first - 1] in _QUALIFIERS:
            return -1
        for last in range(min(first + _MAX_INNER - 1, outer.last), first - 1, -1):
            if (first, last) == (outer.first, outer.last):
                continue
            if first == last and words.lower[first] in _QUALIFIERS:
                continue
            owner = self._whole.get(self._form(first, last), _AMBIGUOUS)
            if owner in (_AMBIGUOUS, number):
                continue
            if self._can_be_inside(owner, number, first == outer.first):
                return last
        return -1

    def _can_be_inside(self, inner: int, outer: int, opens: bool) -> bool:
        """
        Return whether a name inside another one is a mention of its own.

        It is none where it is but the beginning of a place's own name ("Lima Square"), or a body in the
        name of a body ("Sox" in "Red Sox").
        """
        labels, others = self._clusters[inner].labels, self._clusters[outer].labels
        if not labels.keys() & _INNER_LABELS or others.keys() & PERSON_LABELS:
            return False
        kind = labels.most_common(1)[0][0]
        if kind != others.most_common(1)[0][0]:
            return True
        return kind in _PLACE_LABELS and not opens


def _put(index: dict[tuple[str, ...], int], form: tuple[str, ...], number: int) -> None:
    if index.setdefault(form, number) != number:
        index[form] = _AMBIGUOUS
