"""The stage `stanza`: sentences, tokens, syntax and entities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from hookline import Declaration, Document, Entity, Stage, Token

from .conversion.entity_labels import LABELS, label_map
from .conversion.layers import add_layers, annotate_tokens, state_vectors, tokens_by_sentence
from .language_check import is_english
from .options import StanzaOptions

if TYPE_CHECKING:
    from .backends.base import Backend

_ONTONOTES_PACKAGES = frozenset(("ontonotes-combined", "ontonotes-ww-multi", "ontonotes_charlm"))


class StanzaStage(Stage):
    """Find sentences, tokens, syntax and named entities with Stanza."""

    name = "stanza"
    requires = ()
    provides = ("sentences", "tokens", "syntax", "entities")
    labels = LABELS
    batch_size = 32
    cost = "model"
    Options = StanzaOptions  # type: ignore[assignment]  # mypy: a narrower class variable

    def __init__(self, options: StanzaOptions) -> None:
        from .backends.opening import open_backend

        super().__init__(options)
        self._labels = label_map(options.labels)
        self._keep = None if options.keep is None else frozenset(options.keep)
        self._wants_entities = "entities" in options.layers
        self._backend: Backend | None = open_backend(options)
        if self._backend.fallback:
            self.warn("precision", self._backend.fallback)

    @classmethod
    def declare(cls, options: StanzaOptions) -> Declaration:
        """Return the declaration; labels are known for the embedded model and for OntoNotes."""
        declaration = super().declare(options)
        if options.tokens == "given":
            given = frozenset(("sentences", "tokens"))
            declaration = declaration._replace(
                requires=given, provides=declaration.provides - given
            )
        excluded = {"syntax", "entities"} - set(options.layers)
        declaration = declaration._replace(provides=declaration.provides - excluded)
        return declaration._replace(labels=_declared_labels(options))

    @classmethod
    def without_layers(cls, options: StanzaOptions, unread: frozenset[str]) -> StanzaOptions:
        """Return the options without unread layers, unless the user has chosen the layers."""
        if "layers" in options.model_fields_set:
            return options
        layers = [layer for layer in options.layers if layer not in unread]
        return options.model_copy(update={"layers": layers})

    @classmethod
    def model_digest(cls, options: StanzaOptions) -> str:
        """
        Return the digest of a model made by hookline; empty for any other model.

        It ends with the number format, which depends on the CPU and decides the rounding.
        """
        from .loading.model_folder import embedded_folder, has_calibration, manifest_digest
        from .numerics.instruction_set import planned_format

        folder = embedded_folder() if options.is_embedded else options.model
        digest = manifest_digest(folder) if folder else ""
        if folder is None or not digest:
            return ""
        format = planned_format(
            options.precision, options.device, has_calibration=has_calibration(folder)
        )
        return f"{digest}, {format}"

    def process(self, docs: Sequence[Document]) -> Iterable[Document]:
        """Annotate the documents of a batch together."""
        if self._backend is None:
            raise RuntimeError("the stage is closed: construct it again")
        if self.options.lang == "en":
            self._warn_if_not_english(docs)
        if self.options.tokens == "given":
            yield from self._annotate_given(self._backend, docs)
            return
        postprocess = self._postprocess if self._wants_entities else None
        sentences_by_doc = self._backend.analyse([doc.text for doc in docs])
        for doc, sentences in zip(docs, sentences_by_doc, strict=True):
            yield add_layers(doc, sentences, postprocess, self._backend.encoder)

    def _annotate_given(self, backend: Backend, docs: Sequence[Document]) -> Iterable[Document]:
        """Annotate the tokens that the documents have."""
        sentences_by_doc = [tokens_by_sentence(doc) for doc in docs]
        words = [
            [[(doc.tokens or ())[index].text for index in sentence] for sentence in sentences]
            for doc, sentences in zip(docs, sentences_by_doc, strict=True)
        ]
        for doc, sentences, columns in zip(
            docs, sentences_by_doc, backend.annotate(words), strict=True
        ):
            tokens, entities, states = annotate_tokens(doc, sentences, columns, self._postprocess)
            yield doc.with_layers(
                tokens=tokens,
                entities=entities if self._wants_entities else None,
                vectors=state_vectors(backend.encoder, states),
            )

    def close(self) -> None:
        """Release the model, its threads and its memory."""
        if self._backend is not None:
            self._backend.close()
        self._backend = None

    def _warn_if_not_english(self, docs: Sequence[Document]) -> None:
        others = sum(not is_english(doc.text) for doc in docs)
        if others:
            self.warn(
                "not-english",
                "these do not seem to be English, and a model for English has annotated them; `use: "
                "language` drops or labels them (pip install 'hookline[filters]'), `lang` names a "
                "model for another language",
                others,
            )

    def _postprocess(
        self, tokens: Sequence[Token], entities: Sequence[Entity], label_scores: Sequence[Any]
    ) -> list[Entity]:
        """Correct labels and spans, rename labels, and drop entities that are not to be kept."""
        if label_scores:
            from .conversion.amounts import correct_amounts
            from .conversion.companies import correct_companies
            from .conversion.consistency import make_consistent
            from .conversion.dates import correct_dates
            from .conversion.names import correct_names
            from .conversion.party_tags import with_states
            from .conversion.payees import without_payees
            from .conversion.places import split_places
            from .conversion.storms import correct_storms

            if self.options.consistent:
                entities = make_consistent(tokens, entities, label_scores)
            for correct in (
                with_states,
                without_payees,
                split_places,
                correct_amounts,
                correct_dates,
                correct_names,
                correct_companies,
                correct_storms,
            ):
                entities = sorted(correct(tokens, entities))
        renamed = (e._replace(label=self._labels.get(e.label, e.label)) for e in entities)
        return [e for e in sorted(renamed) if self._keep is None or e.label in self._keep]


def _declared_labels(options: StanzaOptions) -> frozenset[str] | None:
    """Return the labels that a stage with these options may emit; None if they are not known."""
    if "entities" not in options.layers:
        return frozenset()
    is_ontonotes = (options.ner or options.package) in _ONTONOTES_PACKAGES
    if not (options.is_embedded or is_ontonotes):
        return None
    labels = {options.labels.get(label, label) for label in LABELS}
    if not options.is_embedded:
        labels |= {"CARDINAL", "ORDINAL", "PERCENT", "QUANTITY"}
        labels |= set(options.labels.values())
    if options.keep is not None:
        labels &= set(options.keep)
    return frozenset(labels)
