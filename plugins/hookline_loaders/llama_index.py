"""Load documents into LlamaIndex (extra `llama-index`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document

from hookline_loaders.chunks import PLACE_KEYS, ChunkReader

__all__ = ["HooklineReader"]


class HooklineReader(ChunkReader, BaseReader):  # type: ignore[misc]  # LlamaIndex's types are not read
    """
    Load the documents, or chunks, that a config makes of its source.

        reader = HooklineReader("chunks.yaml", inputs=["articles/"])
        index = VectorStoreIndex.from_documents(reader.load_data())

    The arguments, and the metadata of each document, are those of `ChunkReader`. What says where a
    chunk is stays out of the text that is embedded or given to a language model.
    """

    def lazy_load_data(self, *args: Any, **load_kwargs: Any) -> Iterator[Document]:
        """Yield a document of LlamaIndex for each chunk; errors are those of `read`."""
        for chunk in self.read():
            yield Document(
                id_=chunk.id,
                text=chunk.text,
                metadata=chunk.metadata,
                excluded_embed_metadata_keys=list(PLACE_KEYS),
                excluded_llm_metadata_keys=list(PLACE_KEYS),
            )
