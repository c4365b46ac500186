"""A spaCy pipeline of the shape of en_core_web_sm, with random weights: its speed, not its answers."""

from __future__ import annotations

from typing import Any


def spacy_shape(parts: tuple[str, ...]) -> Any:
    """
    Return an initialized pipeline of `tagger`, `parser` and `ner`, whichever are asked for.

    Widths, depths and numbers of labels are those of en_core_web_sm 3.8: tagger and parser share a
    token-to-vector layer, the entity recognizer has its own.
    """
    import spacy

    vectors = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 96,
        "depth": 4,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
    }
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    moves = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
    }
    nlp = spacy.blank("en")
    if "tagger" in parts or "parser" in parts:
        nlp.add_pipe("tok2vec", config={"model": vectors})
    if "tagger" in parts:
        model = {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}
        _label(nlp.add_pipe("tagger", config={"model": model}), 50)
    if "parser" in parts:
        model = {**moves, "tok2vec": listener, "state_type": "parser"}
        _label(nlp.add_pipe("parser", config={"model": model}), 45)
    if "ner" in parts:
        model = {**moves, "tok2vec": vectors, "state_type": "ner"}
        _label(nlp.add_pipe("ner", config={"model": model}), 18)
    nlp.initialize()
    return nlp


def _label(pipe: Any, count: int) -> None:
    for number in range(count):
        pipe.add_label(f"L{number}")
