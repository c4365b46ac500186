"""The stage `stanza`: sentences, tokens, syntax and entities."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import Field, model_validator

from hookline import Declaration, Document, Entity, ModelError, Options, Stage, Token

from .conversion.labels import LABELS, label_map
from .conversion.layers import Analysis, Columns, sentences_of, vectors, with_columns, with_layers

EMBEDDED = "embedded"
"""The package name of the model that comes with hookline."""

_ONTONOTES = frozenset(("ontonotes-combined", "ontonotes-ww-multi", "ontonotes_charlm"))


class StanzaOptions(Options):
    """Options of the stage `stanza`."""

    lang: str = Field("en", description="Language code, as Stanza names it.")
    package: str = Field(
        EMBEDDED,
        description="`embedded` for the English model that comes with hookline, else the name of "
        "one of Stanza's packages, such as `default`, which is downloaded once.",
    )
    model: Path | None = Field(
        None, description="Folder of a model to use: one made by hookline or kept by Stanza."
    )
    ner: str | None = Field(
        None, description="Another Stanza package for the entities alone, e.g. ontonotes-ww-multi."
    )
    tokens: Literal["make", "given"] = Field(
        "make",
        description="`make` finds sentences and tokens; `given` keeps those that documents already "
        "carry, from a reader of annotated files, and adds tags, lemmas, heads and entities.",
    )
    layers: list[Literal["syntax", "entities"]] = Field(
        ["syntax", "entities"],
        description="What to find apart from sentences and tokens; what is left out takes no time.",
    )
    precision: Literal["auto", "fp32", "bf16", "int8"] = Field(
        "auto",
        description="What the embedded model multiplies in; `auto` takes int8 on a CPU that has VNNI, "
        "else bf16 where there is that, and fp32 elsewhere. A few words in 10,000 differ from fp32 "
        "with bf16, and a few in 1,000 with int8, which is right as often.",
    )
    device: Literal["auto", "cpu", "cuda"] = Field(
        "auto", description="Where to compute; `auto` takes a GPU if there is one."
    )
    consistent: bool = Field(
        True,
        description="Whether the mentions of a name in a document decide together on its label, and "
        "those that were missed are found (embedded model).",
    )
    labels: dict[str, str] = Field(
        default_factory=dict,
        description="Entity labels to rename, in front of the built-in map (GPE: LOC, ...).",
    )
    keep: list[str] | None = Field(
        None, description="Entity labels to keep, after renaming; all when absent."
    )
    download: bool = Field(
        True, description="Whether a model that is not there may be fetched from the network."
    )

    @model_validator(mode="after")
    def _embedded_is_english(self) -> StanzaOptions:
        if self.is_embedded and self.lang != "en":
            raise ValueError(
                f"the embedded model is English (en), found lang {self.lang!r}: "
                "set `package: default` to use Stanza's own model"
            )
        if self.is_embedded and self.ner is not None:
            raise ValueError("`ner` names a package of Stanza's: set `package` (default) as well")
        if self.package != EMBEDDED and get_close_matches(self.package, [EMBEDDED], cutoff=0.8):
            raise ValueError(f"unknown package {self.package!r}: did you mean `{EMBEDDED}`?")
        return self

    @property
    def is_embedded(self) -> bool:
        """Whether the model of this package is meant."""
        return self.model is None and self.package == EMBEDDED


Sentences = Sequence[Sequence[str]]
"""The words of every sentence of a text."""


class Model(Protocol):
    """What the stage needs of a model."""

    encoder: str
    """Which encoder the states of its columns are of; empty where they have none."""

    def analyse(self, texts: Sequence[str]) -> Iterable[Iterable[Analysis]]:
        """Return or yield the sentences of every text, in order; those of one before the next."""

    def annotate(self, texts: Sequence[Sentences]) -> Iterable[list[Columns]]:
        """Return or yield the columns of the sentences of every text, in order."""

    def close(self) -> None:
        """Let go of whatever the model holds."""


def open_model(options: StanzaOptions) -> Model:
    """Load the model that the options name.

    Raises:
        hookline.ModelError: It is not there, damaged, or cannot be fetched or loaded.
    """
    from .loading.model_folder import embedded_folder, read_manifest

    _check_device(options.device)
    device = None if options.device == "auto" else options.device
    folder = embedded_folder() if options.is_embedded else options.model
    if folder is not None and read_manifest(folder):
        from .backends.embedded_model import Extent, SharedModel

        extent = Extent("syntax" in options.layers, "entities" in options.layers)
        return SharedModel(folder, device, options.precision, extent)

    from .backends.stanza_model import StockModel
    from .loading.stanza_packages import Wanted, default_folder, ensure

    package = "default" if options.package == EMBEDDED else options.package
    wanted = Wanted(options.lang, package, options.ner, folder or default_folder())
    online = options.download and folder is None
    packages = ensure(wanted, download=online)
    method = "reuse_resources" if online else None
    return StockModel(
        wanted.lang,
        packages,
        wanted.folder,
        device,
        layers=options.layers,
        tokens_given=options.tokens == "given",
        download_method=method,
    )


def _check_device(device: str) -> None:
    if device != "cuda":
        return
    import torch

    if not torch.cuda.is_available():
        raise ModelError(
            "`device: cuda` asks for a GPU, and torch finds none here; set `device: auto` to use one "
            "where there is one"
        )


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
        super().__init__(options)
        self._labels = label_map(options.labels)
        self._keep = None if options.keep is None else frozenset(options.keep)
        self._wants_entities = "entities" in options.layers
        self._model: Model | None = open_model(options)

    @classmethod
    def declare(cls, options: StanzaOptions) -> Declaration:
        """Return the declaration; the labels are known for the embedded model and OntoNotes."""
        declared = super().declare(options)
        if options.tokens == "given":
            given = frozenset(("sentences", "tokens"))
            declared = declared._replace(requires=given, provides=declared.provides - given)
        unwanted = {"syntax", "entities"} - set(options.layers)
        declared = declared._replace(provides=declared.provides - unwanted)
        if "entities" in unwanted:
            return declared._replace(labels=frozenset())
        known = options.is_embedded or (options.ner or options.package) in _ONTONOTES
        if not known:
            return declared._replace(labels=None)
        renamed = {options.labels.get(label, label) for label in LABELS}
        if not options.is_embedded:
            renamed |= {"CARDINAL", "ORDINAL", "PERCENT", "QUANTITY"}
            renamed |= set(options.labels.values())
        if options.keep is not None:
            renamed &= set(options.keep)
        return declared._replace(labels=frozenset(renamed))

    @classmethod
    def model_digest(cls, options: StanzaOptions) -> str:
        """Return the digest of the manifest of a model made by hookline; empty for any other."""
        from .loading.model_folder import embedded_folder

        folder = embedded_folder() if options.is_embedded else options.model
        manifest = folder / "manifest.json" if folder else None
        if manifest is None or not manifest.is_file():
            return ""
        return hashlib.sha256(manifest.read_bytes()).hexdigest()[:16]

    def process(self, docs: Sequence[Document]) -> Iterable[Document]:
        """Annotate the documents of a batch together."""
        if self._model is None:
            raise RuntimeError("the stage is closed: construct it again")
        if self.options.tokens == "given":
            yield from self._annotate(self._model, docs)
            return
        found = self._model.analyse([doc.text for doc in docs])
        for doc, analyses in zip(docs, found, strict=True):
            finish = self._finished if self._wants_entities else None
            yield with_layers(doc, analyses, finish, self._model.encoder)

    def _annotate(self, model: Model, docs: Sequence[Document]) -> Iterable[Document]:
        """Add to the tokens that the documents carry."""
        places = [sentences_of(doc) for doc in docs]
        words = [
            [[(doc.tokens or ())[place].text for place in sentence] for sentence in sentences]
            for doc, sentences in zip(docs, places, strict=True)
        ]
        for doc, sentences, found in zip(docs, places, model.annotate(words), strict=True):
            tokens, entities, states = with_columns(doc, sentences, found, self._finished)
            named = entities if self._wants_entities else None
            held = vectors(model.encoder, states)
            yield doc.with_layers(tokens=tokens, entities=named, vectors=held)

    def close(self) -> None:
        """Let go of the model, its threads and its memory."""
        if self._model is not None:
            self._model.close()
        self._model = None

    def _finished(
        self, tokens: Sequence[Token], entities: Sequence[Entity], senses: Sequence[Any]
    ) -> list[Entity]:
        """Return the entities of a document that are wanted, under hookline's labels."""
        if senses and self.options.consistent:
            from .conversion.consistency import consistent

            entities = consistent(tokens, entities, senses)
        renamed = (e._replace(label=self._labels.get(e.label, e.label)) for e in entities)
        return [e for e in sorted(renamed) if self._keep is None or e.label in self._keep]
