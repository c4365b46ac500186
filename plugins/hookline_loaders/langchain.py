"""Load documents into LangChain (extra `langchain`)."""

from __future__ import annotations

from collections.abc import Iterator

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from hookline_loaders.chunks import ChunkReader

__all__ = ["HooklineLoader"]


class HooklineLoader(ChunkReader, BaseLoader):  # type: ignore[misc]  # LangChain's types are not read
    """
    Load the documents, or chunks, that a config makes of its source.

        loader = HooklineLoader("chunks.yaml", inputs=["articles/"])
        store.add_documents(loader.load())

    The arguments, and the metadata of each document, are those of `ChunkReader`.
    """

    def lazy_load(self) -> Iterator[Document]:
        """Yield a document of LangChain for each chunk; errors are those of `read`."""
        for chunk in self.read():
            yield Document(id=chunk.id, page_content=chunk.text, metadata=chunk.metadata)
