"""Write sentences, syntax and entities in CoNLL-U."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pydantic import Field

from hookline import Document, FileSink, Token
from hookline_conll.entity_tags import entity_tags

SPACE_ESCAPES = {" ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\p", "\\": "\\\\"}


class ConlluSink(FileSink):
    """
    Write CoNLL-U, one sentence per block.

    MISC has the attributes that Stanza writes, offsets into the text (`start_char`, `end_char`) and
    the BIOES tag of the entity (`ner`), and the space after a token (`SpaceAfter`, `SpacesAfter`). A
    document without a sentence is not written. Source: universaldependencies.org/format.html.
    """

    name = "conllu"
    endings = (".conllu",)
    requires = ("tokens",)

    class Options(FileSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write; `-` is standard output")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            yield "".join(_sentence_blocks(doc)).encode()


def _sentence_blocks(doc: Document) -> Iterator[str]:
    tokens = doc.tokens or ()
    tags = None if doc.entities is None else entity_tags(tokens, doc.entities, "BIOES")
    doc_id = " ".join(doc.id.split())
    first = 0
    for number, (_, sentence) in enumerate(groupby(tokens, key=lambda token: token.sentence), 1):
        words = list(sentence)
        text = doc.text[words[0].start : max(word.end for word in words)]
        lines = [f"# newdoc id = {doc_id}"] if number == 1 else []
        lines += [f"# sent_id = {doc_id}-{number}", f"# text = {' '.join(text.split())}"]
        index = first
        for _, run in groupby(words, key=lambda word: (word.start, word.end)):
            fused = list(run)  # the words of one printed token share its span
            end = index + len(fused)
            next_start = tokens[end].start if end < len(tokens) else len(doc.text)
            misc = _misc(doc, fused[0], next_start, tags[index] if tags else None)
            if len(fused) > 1:
                form = doc.text[fused[0].start : fused[0].end]
                word_range = f"{index - first + 1}-{end - first}"
                lines.append("\t".join([word_range, _form(form), *"_______", misc]))
                misc = "_"
            lines += (
                _word_line(word, i - first + 1, first, misc) for i, word in enumerate(fused, index)
            )
            index = end
        first += len(words)
        yield "\n".join([*lines, "", ""])


def _word_line(word: Token, number: int, first: int, misc: str) -> str:
    """Return the line of a word; `first` is the index of the first token of the sentence."""
    if word.head is None:
        head = "_" if word.deprel is None else "0"
    else:
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


def _misc(doc: Document, token: Token, next_start: int, tag: str | None) -> str:
    gap = doc.text[token.end : next_start]
    attributes = []
    if not gap:
        attributes.append("SpaceAfter=No")
    elif gap != " " and gap.isspace():
        escaped = "".join(SPACE_ESCAPES.get(char, char) for char in gap)
        attributes.append(f"SpacesAfter={escaped}")
    attributes += [f"start_char={token.start}", f"end_char={token.end}"]
    if tag:
        attributes.append(f"ner={tag}")
    return "|".join(attributes)


def _form(text: str) -> str:
    return " ".join(text.split()) or "_"
