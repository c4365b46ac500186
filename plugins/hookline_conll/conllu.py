"""Write syntax in CoNLL-U, entities with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pydantic import Field

from hookline import Document, FileSink, Token
from hookline_conll.tags import entity_tags

BLANKS = {" ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\p", "\\": "\\\\"}


class ConlluSink(FileSink):
    """
    Write CoNLL-U, one sentence a block.

    MISC holds what Stanza puts there: offsets into the text (`start_char`, `end_char`) and the BIOES
    tag of the entity (`ner`), and the space behind a token (`SpaceAfter`, `SpacesAfter`). A document
    without a sentence leaves nothing. Source: universaldependencies.org/format.html.
    """

    name = "conllu"
    endings = (".conllu",)
    requires = ("tokens",)

    class Options(FileSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write; `-` is standard output")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            yield "".join(_sentences(doc)).encode()


def _sentences(doc: Document) -> Iterator[str]:
    tokens = doc.tokens or ()
    tags = None if doc.entities is None else entity_tags(tokens, doc.entities, "BIOES")
    name = " ".join(doc.id.split())
    first = 0
    for number, (_, group) in enumerate(groupby(tokens, key=lambda token: token.sentence), 1):
        words = list(group)
        lines = [f"# newdoc id = {name}"] if number == 1 else []
        start, end = words[0].start, max(word.end for word in words)
        lines.append(f"# sent_id = {name}-{number}")
        lines.append(f"# text = {' '.join(doc.text[start:end].split())}")
        at = 0
        for _, run in groupby(words, key=lambda word: (word.start, word.end)):
            fused = list(run)
            index = first + at
            after = first + at + len(fused)
            limit = tokens[after].start if after < len(tokens) else len(doc.text)
            tag = tags[index] if tags else None
            misc = _misc(doc, fused[0], limit, tag)
            if len(fused) > 1:  # words that share their characters are one token
                form = doc.text[fused[0].start : fused[0].end]
                columns = [f"{at + 1}-{at + len(fused)}", _form(form), *"_______", misc]
                lines.append("\t".join(columns))
                misc = "_"
            for word in fused:
                at += 1
                lines.append(_row(word, at, first, misc))
        first += len(words)
        yield "\n".join([*lines, "", ""])


def _row(word: Token, number: int, first: int, misc: str) -> str:
    head = "_" if word.deprel is None else "0"
    if word.head is not None:
        head = str(word.head - first + 1)
    columns = [
        str(number),
        _form(word.text),
        _form(word.lemma or "_"),
        word.upos or "_",
        word.xpos or "_",
        word.feats or "_",
        head,
        word.deprel or "_",
        "_",
        misc,
    ]
    return "\t".join(columns)


def _misc(doc: Document, token: Token, limit: int, tag: str | None) -> str:
    gap = doc.text[token.end : limit]
    parts = []
    if not gap:
        parts.append("SpaceAfter=No")
    elif gap != " " and gap.isspace():
        parts.append(f"SpacesAfter={''.join(BLANKS.get(char, char) for char in gap)}")
    parts += [f"start_char={token.start}", f"end_char={token.end}"]
    if tag:
        parts.append(f"ner={tag}")
    return "|".join(parts)


def _form(text: str) -> str:
    return " ".join(text.split()) or "_"
