"""
Load the documents of a config into LangChain and LlamaIndex, with their offsets in the raw text.

`hookline_loaders.langchain` has a `BaseLoader`, `hookline_loaders.llama_index` a `BaseReader`. Each
module imports its library, this one imports none.
"""
