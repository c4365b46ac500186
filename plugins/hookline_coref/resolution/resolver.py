"""Read the mentions of a document in order and give each a cluster."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

import numpy as np

from hookline import Document
from hookline_coref.lexicon.lexicon import Lexicon
from hookline_coref.mentions.detection import find_mentions
from hookline_coref.mentions.interviews import Interview
from hookline_coref.mentions.mention import DetectedMention
from hookline_coref.mentions.narrator import narrator
from hookline_coref.names.home_country import HomeCountry, countries
from hookline_coref.names.merging import PERSON_LABELS, merge_names
from hookline_coref.names.repeated import NameIndex
from hookline_coref.resolution.binding import clause_subjects
from hookline_coref.resolution.candidates import Candidates
from hookline_coref.resolution.cluster_table import TYPES, ClusterTable
from hookline_coref.resolution.features import Matrix, MentionTable
from hookline_coref.resolution.gender import gender_evidence, given_genders
from hookline_coref.resolution.links import is_pair, linked_word, title_words
from hookline_coref.resolution.recency import RecentSubjects
from hookline_coref.text.quotations import Quotations
from hookline_coref.text.words import DocumentWords
from hookline_coref.text.zones import word_zones

__all__ = ["Choice", "Decide", "Resolution", "Resolver"]


class Choice(NamedTuple):
    """
    A mention and the clusters that it may stand for.

    `features` has a row for each cluster; `last` is the last mention of each; `recent` is the position
    of the person whom alone the text has just spoken of, -1 without one.
    """

    mention_index: int
    mention: DetectedMention
    clusters: list[int]
    features: Matrix
    last: list[int]
    recent: int


Decide = Callable[[Choice], int]
"""Return the position of the cluster in `Choice.clusters`, -1 for none of them."""


class Resolution(NamedTuple):
    """
    The mentions of a document and their clusters.

    `clusters` are the indices of the mentions of each, in order of the heads; a mention of two is in
    both ("both countries").
    """

    mentions: list[DetectedMention]
    clusters: list[list[int]]

    def only(self, kinds: Collection[str]) -> Resolution:
        """Return the resolution without mentions of other kinds."""
        clusters = [
            [index for index in members if self.mentions[index].written_kind in kinds]
            for members in self.clusters
        ]
        return self._replace(clusters=clusters)


class Resolver:
    """Everything about a document that is known before its mentions are read in order."""

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self.words = DocumentWords(doc)
        self.mentions = find_mentions(self.words, lexicon)
        self.names = merge_names(self.words, self.mentions, lexicon)
        index = NameIndex(self.words, self.mentions, self.names, lexicon)
        self._inner = index.inner()
        for number, mention in index.unlabelled().items():
            self.mentions[number] = mention
            self.names[index.cluster_of(number)].names.append(number)
        self._home = HomeCountry(self.words, self.mentions, self.names, lexicon)
        self._countries = {*countries(self.words, self.mentions, self.names, lexicon)}
        self._lexicon = lexicon
        self._quotations = Quotations(self.words, lexicon)
        zones = word_zones(self.words, lexicon)
        self._interview = Interview(self.words, zones)
        self._narrator = narrator(self.words, self._quotations.of)
        self.table = MentionTable(self.words, self.mentions, self._quotations, zones)
        self._subjects = RecentSubjects(self.words, self.mentions, self.table)
        self._name_of = {
            index: number for number, cluster in enumerate(self.names) for index in cluster.names
        }
        self._mention_at = {
            word: index
            for index, mention in enumerate(self.mentions)
            if mention.head >= 0
            for word in (
                {mention.head, mention.first} if mention.kind == "name" else (mention.head,)
            )
        }

    def resolve(self, decide: Decide) -> Resolution:
        """Return the clusters, with `decide` called for each mention that may be anaphoric."""
        evidence = gender_evidence(self.words, self.mentions, self.names, self._lexicon)
        totals = np.array([len(cluster.names) for cluster in self.names], np.float32)
        given = given_genders(self.names, self._lexicon)
        self._clusters = ClusterTable(self.table, evidence, totals, given)
        self._candidates = Candidates(self.words, self.table, self._clusters, self._lexicon)
        self._opened: dict[int, int] = {}
        self._open_countries: set[int] = set()
        self._last_speaker = -1, -1
        self._members: list[list[int]] = []
        self._cluster_of: dict[int, int] = {}
        for index, mention in enumerate(self.mentions):
            if mention.kind == "name":
                number = self._name_of[index]
                if number not in self._opened:
                    self._open_name(number, index, mention)
                self._add(self._opened[number], index)
                continue
            cluster = self._linked(index, mention)
            if cluster < 0:
                if is_pair(self.words, mention):
                    pair = self._candidates.pair(index, mention, self._open_countries)
                    for member in pair:
                        self._add(member, index)
                    if pair:
                        continue
                cluster = self._chosen(index, mention, decide)
            if cluster < 0:
                cluster = self._open(noun=mention.noun)
            self._add(cluster, index)
        return self._with_inner_names()

    def _with_inner_names(self) -> Resolution:
        """Return the resolution with the names inside of other names."""
        mentions = list(self.mentions)
        for mention, number in self._inner:
            self._members[self._of_name(number)].append(len(mentions))
            mentions.append(mention)
        return Resolution(mentions, self._members)

    def members(self, cluster: int) -> list[int]:
        """Return the mentions of a cluster so far."""
        return self._members[cluster]

    def _open(self, noun: str = "", names: int = -1, label: str = "") -> int:
        self._members.append([])
        return self._clusters.open(label, noun, names)

    def _of_name(self, number: int) -> int:
        if number not in self._opened:
            self._set_opened(number, self._open(names=number, label=self._label(number)))
        return self._opened[number]

    def _set_opened(self, number: int, cluster: int) -> None:
        self._opened[number] = cluster
        if number in self._countries:
            self._open_countries.add(cluster)

    def _label(self, number: int) -> str:
        """Return the label of most names of a cluster; a body's where those of persons are errors."""
        cluster = self.names[number]
        label = cluster.labels.most_common(1)[0][0]
        return "ORG" if label in PERSON_LABELS and not cluster.is_person else label

    def _open_name(self, number: int, index: int, mention: DetectedMention) -> None:
        """Open the cluster of a name, or name one that has none so far ("My name is Ada")."""
        cluster = self._linked(index, mention)
        if cluster < 0 or self._clusters.kinds[cluster][0]:
            self._of_name(number)
        else:
            self._clusters.name(cluster, self._label(number), number)
            self._set_opened(number, cluster)

    def _add(self, cluster: int, index: int) -> None:
        mention = self.mentions[index]
        if mention.kind != "name" or self.table.in_body[index] or self._clusters.last[cluster] < 0:
            self._clusters.add(cluster, index, mention)
        self._members[cluster].append(index)
        self._cluster_of.setdefault(index, cluster)
        self._candidates.add(cluster, index, self._about(mention))

    def _about(self, mention: DetectedMention) -> list[str]:
        """Return the words of a mention that later nouns may repeat."""
        if mention.head < 0 or mention.pronoun:
            return []
        lemmas = [self.words.lemmas[word] for word in range(mention.first, mention.last + 1)]
        if mention.kind == "name":
            lemmas += title_words(self.words, mention)
        demonyms = self._lexicon.demonyms
        return list(dict.fromkeys(demonyms.get(lemma, lemma) for lemma in lemmas if len(lemma) > 2))

    def _linked(self, index: int, mention: DetectedMention) -> int:
        """Return the cluster that the syntax links a noun to, -1 without one."""
        if mention.kind == "pronoun" or mention.head < 0 or not self.table.in_body[index]:
            return -1
        word = linked_word(self.words, mention)
        target = self._mention_at.get(word, -1)
        if target < 0 or target == index:
            return -1
        if target in self._name_of:
            if mention.kind == "name":  # names are merged by their words alone
                return -1
            return self._of_name(self._name_of[target])
        return self._cluster_of.get(target, -1)

    def _speaker(self, index: int, mention: DetectedMention) -> int:
        """Return the cluster of who speaks at a mention, -1 if nobody is named."""
        quote = self.table.quote[index]
        word = (
            self._quotations.speakers[quote]
            if quote
            else self._quotations.turn_speakers[mention.head]
        )
        cluster = self._cluster_at(word)
        if not quote:
            return cluster
        paragraph = self.table.paragraph[index]
        if cluster >= 0:
            self._last_speaker = cluster, paragraph
        elif self._speaks_on(word, paragraph):
            return self._last_speaker[0]
        return cluster

    def _speaks_on(self, word: int, paragraph: int) -> bool:
        """Return whether "she" behind a quotation goes on with what somebody said just before it."""
        target = self._mention_at.get(word, -1) if word >= 0 else -1
        cluster, last_paragraph = self._last_speaker
        if target < 0 or cluster < 0 or paragraph - last_paragraph > 1:
            return False
        pronoun = self.mentions[target].pronoun
        if pronoun not in ("he", "she"):
            return False
        own = int(pronoun == "she")
        evidence = self._clusters.evidence[cluster]
        is_person = TYPES[self._clusters.type[cluster]] in ("person", "unknown")
        return is_person and evidence[1 - own] <= evidence[own]

    def _cluster_at(self, word: int) -> int:
        """Return the cluster of the mention at a word, -1 without one so far."""
        target = self._mention_at.get(word, -1) if word >= 0 else -1
        if target in self._name_of:
            return self._of_name(self._name_of[target])
        return self._cluster_of.get(target, -1)

    def _chosen(self, index: int, mention: DetectedMention, decide: Decide) -> int:
        speaker = self._speaker(index, mention)
        if speaker >= 0 and self._speaks(mention, speaker):
            return speaker
        quoted = bool(self.table.quote[index])
        if self._home.number >= 0 and self._home.is_meant(mention, quoted):
            return self._of_name(self._home.number)
        clusters = self._candidates.of(index, mention, speaker)
        if (
            mention.pronoun in ("i", "you")
            and not self.table.quote[index]
            and speaker < 0
            and self._interview.contains(mention.head)
        ):
            interviewee = self._cluster_at(self._interview.person)
            if self._interview.is_interviewee(mention.pronoun, mention.head):
                return interviewee
            if not self._interview.can_be_interviewee(mention.pronoun, mention.head):
                return -1
            clusters = [cluster for cluster in clusters if cluster == interviewee]
        elif (
            mention.pronoun == "i" and not self.table.quote[index] and speaker < 0 <= self._narrator
        ):
            return self._cluster_at(self._narrator)
        subjects = clause_subjects(self.words, mention)
        own = {self._cluster_at(word) for word in (*subjects, self._owned(mention))}
        clusters = [
            cluster
            for cluster in clusters
            if self._clusters.last[cluster] >= 0 and cluster not in own
        ]
        clusters = self._candidates.without_guesses(index, mention, clusters)
        if not clusters:
            return -1
        overlap = self._candidates.overlap(mention, clusters)
        titled = self._candidates.titled(index, mention, clusters, overlap)
        if titled >= 0:
            return titled
        features = self._clusters.features(index, mention, clusters, speaker, overlap)
        last = [self._clusters.last[cluster] for cluster in clusters]
        recent = self._subjects.position(
            index, mention, clusters, self._cluster_at, self._clusters.given
        )
        choice = Choice(index, mention, clusters, features, last, recent)
        position = decide(choice)
        return clusters[position] if position >= 0 else -1

    def _owned(self, mention: DetectedMention) -> int:
        """Return whom a pronoun's noun is said to be, who is another one: "Tom, her husband"."""
        head = mention.head
        is_owner = mention.pronoun and self.words.subtypes[head] == "nmod:poss"
        if not is_owner or self.words.lower[head + 1 : head + 2] == ["own"]:
            return -1
        noun = self._mention_at.get(self.words.heads[head], -1)
        return linked_word(self.words, self.mentions[noun]) if noun >= 0 else -1

    def _speaks(self, mention: DetectedMention, speaker: int) -> bool:
        """Return whether a pronoun is surely who speaks: "I", and "we" of a body or a place."""
        is_body = TYPES[self._clusters.type[speaker]] in ("body", "place")
        return mention.pronoun == "i" or (mention.pronoun == "we" and is_body)
