"""A stage that gives the documents of the fixture `annotated` all of their layers."""

from hookline import (
    Entity,
    Relation,
    Sentence,
    Span,
    Stage,
    Token,
)

NO_LAYERS = {"sentences": (), "tokens": (), "entities": (), "relations": ()}
LAYERS = {
    "Ana, née Roe leads Acme.\n\nShe didn't go.": {
        "sentences": (Sentence(0, 24), Sentence(26, 40)),
        "tokens": (
            Token(0, 3, "Ana", 0, "Ana", "PROPN", "NNP", "Number=Sing", 4, "nsubj"),
            Token(3, 4, ",", 0, ",", "PUNCT", ",", None, 3, "punct"),
            Token(5, 8, "née", 0, "née", "ADJ", "JJ", "Degree=Pos", 3, "amod"),
            Token(9, 12, "Roe", 0, "Roe", "PROPN", "NNP", "Number=Sing", 0, "appos"),
            Token(13, 18, "leads", 0, "lead", "VERB", "VBZ", "Number=Sing|Person=3", None, "root"),
            Token(19, 23, "Acme", 0, "Acme", "PROPN", "NNP", "Number=Sing", 4, "obj"),
            Token(23, 24, ".", 0, ".", "PUNCT", ".", None, 4, "punct"),
            Token(26, 29, "She", 1, "she", "PRON", "PRP", "Case=Nom", 10, "nsubj"),
            Token(30, 33, "did", 1, "do", "AUX", "VBD", "Tense=Past", 10, "aux"),
            Token(33, 36, "n't", 1, "not", "PART", "RB", None, 10, "advmod"),
            Token(37, 39, "go", 1, "go", "VERB", "VB", "VerbForm=Inf", None, "root"),
            Token(39, 40, ".", 1, ".", "PUNCT", ".", None, 10, "punct"),
        ),
        "entities": (Entity(0, 12, "PERSON"), Entity(19, 23, "ORG")),
        "relations": (
            Relation("leads", Span(0, 12, 0), Span(13, 18), Span(19, 23, 1), 0, "trial"),
        ),
    },
    'Bo "B" Li': {
        "sentences": (Sentence(0, 9),),
        "tokens": (
            Token(0, 2, "Bo", 0, "Bo", "PROPN", "NNP", None, None, "root"),
            Token(3, 4, '"', 0, '"', "PUNCT", "``", None, 2, "punct"),
            Token(4, 5, "B", 0, "B", "PROPN", "NNP", None, 0, "flat"),
            Token(5, 6, '"', 0, '"', "PUNCT", "''", None, 2, "punct"),
            Token(7, 9, "Li", 0, "Li", "PROPN", "NNP", None, 0, "flat"),
        ),
        "entities": (Entity(0, 9, "PERSON"),),
        "relations": (),
    },
    "du pain": {
        "sentences": (Sentence(0, 7),),
        "tokens": (
            Token(0, 2, "du", 0, "de", "ADP", None, None, 2, "case"),
            Token(0, 2, "du", 0, "le", "DET", None, None, 2, "det"),
            Token(3, 7, "pain", 0, "pain", "NOUN", None, None, None, "root"),
        ),
        "entities": (),
        "relations": (),
    },
}


class Annotated(Stage):
    """Give the documents of the fixture `annotated` all of their layers."""

    name = "annotated"
    provides = ("sentences", "tokens", "syntax", "entities", "relations")
    labels = ("PERSON", "ORG")

    def process(self, docs):
        for doc in docs:
            yield doc.with_layers(**LAYERS.get(doc.text, NO_LAYERS))
