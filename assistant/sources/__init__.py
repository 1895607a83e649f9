"""Documents -> Sources: PDF, Word, Markdown and plain text, with headings and printed pages.

The only room that knows pypdf and python-docx. Knows nothing of passages, indexes or answers.
"""

from assistant.sources.duplicates import duplicates, near_duplicates
from assistant.sources.reading import find_documents, read_all, read_source

__all__ = ["duplicates", "find_documents", "near_duplicates", "read_all", "read_source"]
