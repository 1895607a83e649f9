"""Passages and claims ↔ Chroma and the lexical index: the only room that knows chromadb and bm25s."""

from assistant.index.build import BuildReport, SourceReport, build_index
from assistant.index.reader import Index, open_index

__all__ = ["BuildReport", "Index", "SourceReport", "build_index", "open_index"]
