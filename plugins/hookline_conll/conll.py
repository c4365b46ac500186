"""Write entities in the columns of CoNLL-2003."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from hookline import Document, FileSink
from hookline_conll.entity_tags import TagScheme, entity_tags


class ConllSink(FileSink):
    """
    Write one token per line in the four columns of CoNLL-2003: word, part of speech, chunk, entity.

    Documents begin with `-DOCSTART-`, sentences are separated by a blank line. The chunk is always
    `O`. White space in a word becomes an underscore. Source: Tjong Kim Sang and De Meulder 2003.
    """

    name = "conll"
    endings = (".conll", ".bio", ".iob")
    requires = ("tokens", "entities")

    class Options(FileSink.Options):
        """Options of the sink."""

        path: str = Field(description="the file to write; `-` is standard output")
        scheme: TagScheme = Field("BIO", description="the scheme of the tags")

    def encode(self, docs: Sequence[Document]) -> Iterator[bytes]:
        for doc in docs:
            tokens = doc.tokens or ()
            lines = ["-DOCSTART- -X- O O", ""]
            tags = entity_tags(tokens, doc.entities or (), self.options.scheme)
            for index, (token, tag) in enumerate(zip(tokens, tags, strict=True)):
                if index and token.sentence != tokens[index - 1].sentence:
                    lines.append("")
                word = "_".join(token.text.split()) or "_"
                lines.append(f"{word} {token.xpos or token.upos or '_'} O {tag}")
            lines += ["", ""] if tokens else [""]
            yield "\n".join(lines).encode()
