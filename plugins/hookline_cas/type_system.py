"""
The types of a CAS: those of DKPro Core that hookline fills, and a few that it does not have.

The declarations are part of DKPro Core's, by name and features, so that a CAS can be read with either.
"""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = [
    "ARGUMENT",
    "ARGUMENT_LINK",
    "CHAIN",
    "DEPENDENCY",
    "ENTITY",
    "EVENT",
    "LEMMA",
    "LINK",
    "META_DATA",
    "MORPHOLOGY",
    "POS",
    "RELATION",
    "ROOT",
    "SEGMENT",
    "SENTENCE",
    "TOKEN",
    "TYPES",
    "type_system",
]

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
META_DATA = DKPRO + "metadata.type.DocumentMetaData"
EVENT = "hookline.type.Event"
RELATION = "hookline.type.Relation"
SEGMENT = "hookline.type.Segment"

ANNOTATION = "uima.tcas.Annotation"
BOOLEAN, DOUBLE, INTEGER, STRING = (
    f"uima.cas.{x}" for x in ("Boolean", "Double", "Integer", "String")
)
SENTENCE = DKPRO + "segmentation.type.Sentence"
LEMMA = DKPRO + "segmentation.type.Lemma"
TOKEN = DKPRO + "segmentation.type.Token"
POS = DKPRO + "lexmorph.type.pos.POS"
MORPHOLOGY = DKPRO + "lexmorph.type.morph.MorphologicalFeatures"
DEPENDENCY = DKPRO + "syntax.type.dependency.Dependency"
ROOT = DKPRO + "syntax.type.dependency.ROOT"
ENTITY = DKPRO + "ner.type.NamedEntity"
CHAIN = DKPRO + "coref.type.CoreferenceChain"
LINK = DKPRO + "coref.type.CoreferenceLink"
PREDICATE = DKPRO + "semantics.type.SemPred"
ARGUMENT = DKPRO + "semantics.type.SemArg"
ARGUMENT_LINK = DKPRO + "semantics.type.SemArgLink"


class Declared(NamedTuple):
    """A type: its supertype, the type of each feature, and that of the elements of its arrays."""

    supertype: str
    features: dict[str, str]
    elements: str | None = None


TYPES = {
    META_DATA: Declared(
        "uima.tcas.DocumentAnnotation",
        {"documentTitle": STRING, "documentId": STRING, "documentUri": STRING},
    ),
    SENTENCE: Declared(ANNOTATION, {}),
    LEMMA: Declared(ANNOTATION, {"value": STRING}),
    POS: Declared(ANNOTATION, {"PosValue": STRING, "coarseValue": STRING}),
    MORPHOLOGY: Declared(ANNOTATION, {"value": STRING}),
    TOKEN: Declared(ANNOTATION, {"lemma": LEMMA, "pos": POS, "morph": MORPHOLOGY}),
    DEPENDENCY: Declared(
        ANNOTATION,
        {"Governor": TOKEN, "Dependent": TOKEN, "DependencyType": STRING, "flavor": STRING},
    ),
    ROOT: Declared(DEPENDENCY, {}),
    ENTITY: Declared(ANNOTATION, {"value": STRING, "identifier": STRING}),
    LINK: Declared(ANNOTATION, {"next": LINK, "referenceType": STRING}),
    CHAIN: Declared("uima.cas.AnnotationBase", {"first": LINK}),
    ARGUMENT: Declared(ANNOTATION, {}),
    ARGUMENT_LINK: Declared("uima.cas.TOP", {"role": STRING, "target": ARGUMENT}),
    PREDICATE: Declared(
        ANNOTATION, {"category": STRING, "arguments": "uima.cas.FSArray"}, ARGUMENT_LINK
    ),
    EVENT: Declared(
        ANNOTATION,
        {
            **dict.fromkeys(("lemma", "polarity", "modality", "claim", "time", "place"), STRING),
            "factuality": DOUBLE,
        },
    ),
    RELATION: Declared(PREDICATE, {"rule": STRING, "event": EVENT}),
    SEGMENT: Declared(ANNOTATION, {"rawBegin": INTEGER, "rawEnd": INTEGER, "copied": BOOLEAN}),
}


def type_system() -> Any:
    """Return a new `cassis.TypeSystem`."""
    import cassis

    types = cassis.TypeSystem()
    for name, declared in TYPES.items():
        types.create_type(name, declared.supertype)
    for name, declared in TYPES.items():
        for feature, kind in declared.features.items():
            elements = declared.elements if kind == "uima.cas.FSArray" else None
            types.create_feature(types.get_type(name), feature, kind, elementType=elements)
    return types
