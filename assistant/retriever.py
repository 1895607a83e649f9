"""An Assistant as a LangChain retriever: a query → Documents, for other people's chains.

Only an adapter: it knows how a Hit becomes a Document, and nothing of how hits are found.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field, SkipValidation

from assistant.pipeline import Assistant
from assistant.records import Hit, Lang

METADATA = (
    "source_id", "source_title", "section", "section_title", "page", "start", "end", "kind", "claim_id",
    "score",
)  # fmt: skip


class AanboordRetriever(BaseRetriever):
    """The best passages and claims for a query, as `aanboord search` lists them.

    `k` is the number of Documents. Their metadata says where each stands (`source_id`, `section`,
    `page`, and `start`/`end` in the source's folded text), what it is (`kind`: article, document, or
    framework for a claim, which then has a `claim_id`), and how well it fits (`score`).

    Example:
        >>> from assistant.session import open_assistant
        >>> from assistant.settings import load_settings
        >>> assistant = open_assistant(load_settings())  # doctest: +SKIP
        >>> retriever = AanboordRetriever(assistant=assistant, k=4)  # doctest: +SKIP
        >>> for document in retriever.invoke("Mag een mentor mee evalueren?"):  # doctest: +SKIP
        ...     print(document.metadata["section_title"], document.metadata["page"])
        Aanvangsbegeleiding 187
    """

    assistant: SkipValidation[Assistant]
    k: int = Field(default=10, ge=1)
    lang: Lang | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 (LangChain hands it over)
        **_: Any,
    ) -> list[Document]:
        """The Documents for a query, best first."""
        return [document(hit) for hit in self.assistant.search(query, self.k, self.lang)[: self.k]]


def document(hit: Hit) -> Document:
    """A Hit as a Document."""
    return Document(page_content=hit.text, id=hit.id, metadata={name: getattr(hit, name) for name in METADATA})
