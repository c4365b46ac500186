"""Find who "he" or "she" is because the text has just spoken of one person alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from hookline_coref.lexicon.lexicon import Gender
from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.names.merging import PERSON_LABELS
from hookline_coref.resolution.features import MentionTable
from hookline_coref.text.words import DocumentWords

__all__ = ["RecentSubjects"]

_GENDERS = {"he": "masculine", "she": "feminine"}


class RecentSubjects:
    """The persons that each sentence names, and where it speaks of somebody without a name."""

    def __init__(
        self, words: DocumentWords, mentions: Sequence[DetectedMention], table: MentionTable
    ) -> None:
        self._words = words
        self._table = table
        self._persons: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._others: dict[int, int] = {}
        for index, mention in enumerate(mentions):
            if mention.head < 0:
                continue
            sentence = words.sentences[mention.head]
            if mention.entity >= 0 and words.entities[mention.entity].label in PERSON_LABELS:
                self._persons[sentence].append((mention.head, index))
            elif mention.pronoun in _GENDERS or mention.noun == "person":
                self._others.setdefault(sentence, mention.head)

    def position(
        self,
        index: int,
        mention: DetectedMention,
        clusters: Sequence[int],
        cluster_at: Callable[[int], int],
        given: Sequence[Gender | None],
    ) -> int:
        """
        Return the position of who a pronoun is among the clusters that it may be, -1 if it is open.

        Args:
            index: The index of the mention.
            mention: The pronoun.
            clusters: What it may stand for.
            cluster_at: Returns the cluster of the mention at a word.
            given: The gender of the given name of each cluster.
        """
        cluster = cluster_at(self._before(index, mention))
        if cluster not in clusters or given[cluster] not in (None, _GENDERS[mention.pronoun]):
            return -1
        return clusters.index(cluster)

    def _before(self, index: int, mention: DetectedMention) -> int:
        """
        Return the head of the only person named before a pronoun, as a subject, else -1.

        That is in its sentence, else, where nobody is spoken of there before it, in the whole sentence
        before. Quotations, and the pronouns in them, are left out.
        """
        if mention.pronoun not in _GENDERS or self._table.quote[index]:
            return -1
        sentence = self._words.sentences[mention.head]
        named = self._persons.get(sentence, [])
        if not named or named[0][0] > mention.head:
            if self._others[sentence] < mention.head:
                return -1
            named = self._persons.get(sentence - 1, [])
            alone = len(named) == 1
        else:
            alone = len(named) == 1 or named[1][0] > mention.head
        if not alone:
            return -1
        head, person = named[0]
        is_subject = self._words.relations[head] == "nsubj"
        is_told = self._table.in_body[person] and not self._table.quote[person]
        return head if is_subject and is_told else -1
