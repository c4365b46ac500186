"""What LangChain and LlamaIndex load from a config, in stores of their own that run in memory."""

import asyncio

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.vectorstores import InMemoryVectorStore
from llama_index.core import VectorStoreIndex
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import MetadataMode

from hookline_loaders.langchain import HooklineLoader
from hookline_loaders.llama_index import HooklineReader

pytestmark = pytest.mark.filterwarnings("ignore")  # the libraries' dependencies warn

RAW = ("Ana  Roe leads Acme .\n\nBo Li met Cy   Ray in Oslo .", "A recipe for bread .")


@pytest.fixture
def chunks(project):
    """A config that makes a chunk of each sentence."""
    project.documents("in.jsonl", RAW)
    project.config("[clean, {use: chunk, unit: sentences, size: 1}]")
    return "c.yaml"


def quoted(metadata):
    """Return the words that the offsets of a chunk lead to."""
    raw = RAW[int(metadata["document"].removeprefix("d"))]
    return raw[metadata["raw_start"] : metadata["raw_end"]].split()


def test_langchain_loads_chunks_and_cites_them(chunks):
    """A chunk that a store finds leads to its place in the raw text."""
    documents = HooklineLoader(chunks).load()
    assert [document.id for document in documents] == ["d0#1", "d0#2", "d1#1"]
    store = InMemoryVectorStore(DeterministicFakeEmbedding(size=32))
    store.add_documents(documents)
    (hit,) = store.similarity_search(documents[1].page_content, k=1)
    assert (hit.id, hit.metadata["source"]) == ("d0#2", "in.jsonl")
    assert (
        quoted(hit.metadata)
        == hit.page_content.split()
        == ["Bo", "Li", "met", "Cy", "Ray", "in", "Oslo", "."]
    )


def test_langchain_loads_in_an_event_loop(chunks):
    """The asynchronous methods of the base class give the same documents."""
    loader = HooklineLoader(chunks)
    assert asyncio.run(loader.aload()) == loader.load()


def test_llama_index_loads_chunks_and_cites_them(chunks):
    """A node that an index finds leads to its place in the raw text."""
    documents = HooklineReader(chunks).load_data()
    splitter = SentenceSplitter(chunk_size=512, tokenizer=str.split)
    index = VectorStoreIndex.from_documents(
        documents, embed_model=MockEmbedding(embed_dim=8), transformations=[splitter]
    )
    hits = index.as_retriever(similarity_top_k=3).retrieve("anything")
    assert sorted(hit.node.ref_doc_id for hit in hits) == ["d0#1", "d0#2", "d1#1"]
    for hit in hits:
        assert quoted(hit.node.metadata) == hit.node.get_content().split()


def test_llama_index_embeds_the_text_alone(chunks):
    """Offsets and names of files are no part of what is embedded or read by a model."""
    first, *_ = HooklineReader(chunks).load_data()
    for mode in (MetadataMode.EMBED, MetadataMode.LLM):
        assert first.get_content(mode) == first.text
