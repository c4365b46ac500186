"""Read coreference in CoNLL-U, `Entity=` in MISC: https://ufal.mff.cuni.cz/corefud (and GUM)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookline import SourceError, shown
from hookline_eval.gold.conllu import ConlluWord, read_trees
from hookline_eval.gold.layout import GoldDocument, GoldSentence, Offsets
from hookline_eval.gold.lines import FormatError, line_error, located

__all__ = ["GoldMention", "gold_mentions", "read_coreference"]

_HEADER = re.compile(r"#\s*global\.Entity\s*=\s*(\S+)")
_BRACKET = re.compile(r"(\()?([^()]+)(\))?")
_PART = re.compile(r"(.+)\[(\d{1,9})/(\d{1,9})\]")
_DEFAULT_FIELDS = ("eid", "etype", "head", "other")
_KINDS = {"PROPN": "name", "PRON": "pronoun"}
_PERSON_TYPES = frozenset({"person", "per"})
_NAME_RELATIONS = frozenset({"flat", "compound", "nmod:desc", "amod", "goeswith"})


class LabelledMention(NamedTuple):
    """A mention in a sentence: its words, counted from 0, and the fields of its bracket."""

    cluster: str
    type: str
    first: int
    last: int
    head: int
    core: frozenset[int]
    is_coordinated: bool


class GoldMention(NamedTuple):
    """
    A mention in a document: `start` and `end` are code points of its text.

    `core` are the spans of its head and of the names that the head is part of; `kind` is `name`,
    `pronoun` or `nominal`, by the tag of the head: several persons named together are `nominal`.
    `word` is the head in lower case.
    """

    start: int
    end: int
    cluster: str
    type: str
    kind: str
    word: str
    core: tuple[Offsets, ...]


def read_coreference(path: str, lines: Sequence[tuple[int, str]]) -> list[GoldSentence]:
    """
    Read sentences, each with its mentions (`LabelledMention`) and words as annotation.

    The order of the fields in a bracket is that of the comment `# global.Entity`. Of a mention whose
    words are not contiguous, the first part counts.

    Raises:
        SourceError: A line is not CoNLL-U, a bracket has no counterpart, or there is no mention.
    """
    fields = _DEFAULT_FIELDS
    for _, text in lines:
        if match := _HEADER.match(text):
            fields = tuple(match[1].split("-"))
            break
    sentences = []
    number = 0
    for tree in read_trees(path, lines):
        mentions = list(_mentions(tree.annotation, fields, path))
        number += len(mentions)
        annotation = (tree.annotation, mentions)
        sentences.append(GoldSentence(tree.tokens, tree.line, annotation, tree.document))
    if not number:
        raise SourceError(
            f"{shown(path)}: expected mentions as `Entity=(e1-person-1-)` in MISC, found none"
        )
    return sentences


def _mentions(
    words: Sequence[ConlluWord], fields: Sequence[str], path: str
) -> Iterator[LabelledMention]:
    opened: dict[str, list[tuple[int, list[str]]]] = {}
    for index, word in enumerate(words):
        for opening, body, closing in _BRACKET.findall(dict(word.misc).get("Entity", "")):
            values = body.split("-")
            if opening:
                opened.setdefault(values[0], []).append((index, values))
            if not closing:
                if not opening:
                    message = f"expected `({body}`, `{body})` or both in Entity, found `{body}`"
                    raise line_error(path, word.line, message)
                continue
            if not opened.get(values[0]):
                message = f"`{values[0]})` closes a mention that this sentence does not open"
                raise line_error(path, word.line, message)
            first, values = opened[values[0]].pop()
            with located(f"{path}:{word.line}"):
                named = dict(zip(fields, values, strict=False))
                mention = _mention(words, first, index, named, values)
            if mention is not None:
                yield mention
    for name, rest in opened.items():
        if rest:
            message = f"expected the end of the mention `({name}` in this sentence"
            raise line_error(path, words[rest[0][0]].line, message)


def _mention(
    words: Sequence[ConlluWord],
    first: int,
    last: int,
    fields: dict[str, str],
    values: Sequence[str],
) -> LabelledMention | None:
    cluster = values[0]
    if part := _PART.fullmatch(cluster):
        if not 1 <= int(part[2]) <= int(part[3]):
            raise FormatError(f"expected a part from 1 to {part[3]} in `{cluster}`")
        if part[2] != "1":
            return None
        cluster = part[1]
    numbers = re.findall(r"\d{1,9}", fields.get("minspan") or fields.get("head") or "")
    marked = {first + int(number) - 1 for number in numbers}
    within = sorted(word for word in marked if first <= word <= last) or range(first, last + 1)
    members = set(within)
    head = next((word for word in within if words[word].head - 1 not in members), within[0])
    core = {head}
    for word in range(first, last + 1):
        parent = words[word].head - 1
        if parent in core and words[word].deprel in _NAME_RELATIONS:
            core.add(word)
    is_coordinated = fields.get("etype", "").lower() in _PERSON_TYPES and any(
        words[word].deprel == "conj" and words[word].head - 1 == head
        for word in range(first, last + 1)
    )
    named = {word for word in core if words[word].upos == words[head].upos}
    type = fields.get("etype", "")
    return LabelledMention(cluster, type, first, last, head, frozenset(named), is_coordinated)


def gold_mentions(document: GoldDocument) -> list[GoldMention]:
    """Return the mentions of a document, in order of their starts, the longer first."""
    mentions = []
    for sentence, spans in zip(document.sentences, document.word_spans, strict=True):
        words, labelled = sentence.annotation
        for mention in labelled:
            head = words[mention.head]
            mentions.append(
                GoldMention(
                    spans[mention.first][0],
                    spans[mention.last][1],
                    mention.cluster,
                    mention.type,
                    "nominal" if mention.is_coordinated else _KINDS.get(head.upos or "", "nominal"),
                    head.form.lower(),
                    tuple(spans[word] for word in sorted(mention.core)),
                )
            )
    return sorted(mentions, key=lambda mention: (mention.start, -mention.end))
