"""Write the model card and the licence notes that are part of a model folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..encoder.files import read_config
from . import base_encoder
from .corpora import TREEBANKS

_CARD = """# The embedded English model

Tokens, sentences, parts of speech, lemmas, dependency trees and nine classes of named entities for
English news text, without a network. Every file is in a format of Stanza's (tokenizer, tagger,
lemmatizer, parser, NER); tagger, parser and NER share one encoder, stored in `encoder/`:

    import hookline_stanza
    pipeline = hookline_stanza.load_pipeline(FOLDER)  # a plain stanza.Pipeline

## Training

The encoder is {encoder} ({layers} layers, {width} wide), fine-tuned jointly with the three heads for
{steps} steps: batches for entities, for syntax, and sometimes for the tag sets of other corpora,
through layers that are dropped after training (their labels differ, so they are never mixed). AdamW
with linear warm-up, constant rate, linear decay, and a moving average of the weights. The encoder
receives letter case as one of four vectors (lower, capitalized, upper, mixed) that is added to the
pieces of a word; tagger and NER also read characters through small character models. Training
sentences are varied: typographic quotes, upper case, lower case, title case, no final stop, entities
swapped for others of the same label. Fused tokens are split ("don't" is "do", "n't"; "Japan's" is
"Japan", "'s"), so there is no multi-word-token processor. Large weights are stored at half precision
and computed in 8-bit integers, bfloat16 or float32, the first of these that the CPU supports;
`encoder/ranges.safetensors` has the ranges of the inputs of the encoder's products, measured on some
hundred training sentences.

| part | data | licence of the data |
| - | - | - |
| entities | English Worldwide Newswire, 9 classes, published split | none stated: LICENSE.md |
| encoder, auxiliary | Re-DocRED | MIT; texts CC BY-SA 3.0 |
| encoder, auxiliary | Broad Twitter Corpus, WNUT 2017 | CC BY 4.0 |
| encoder, auxiliary | CrossNER politics | MIT; texts CC BY-SA |
| encoder, auxiliary | RE3D, open documents | public domain, OGL v3, CC BY 3.0 AU, EU reuse notice |
| all else | UD English EWT, train | CC BY-SA 4.0 |
| all else | UD English GUM, train, genres open to any use | CC BY 4.0, texts CC BY (SA) |
| initial weights | {encoder} | {licence} |

The development sets selected the best step of the tokenizer and of the lemmatizer, and the decay of
the moving average.

## Figures

Measured in {precision}. Exact spans over gold tokens, Worldwide dev (64,230 tokens):
{entities}

The stage `stanza` also makes the labels of a name consistent within a document (`consistent`), which
adds 0.5 to 1 point to the F1 of entities; the figures are those of the model alone, paragraph by
paragraph.

Universal Dependencies dev sets, in per cent (`las_plain` ignores subtypes such as `nmod:poss`;
"raw text" is F1 from running text, where a wrong token makes its arcs wrong):
{syntax}

## Known failures

Not yet examined.

## Reproduction

    python -m hookline_stanza.training --data DATA --out FOLDER

`DATA` holds `ner/*.bio.gz` and `parse/{{ewt,gum_open}}.*.conllu.gz`. The run is seeded, and resumes
from its last checkpoint when it is started again. `manifest.json` records its whole configuration,
the versions of the libraries, and the SHA-256 of every file but these texts. It uses a GPU if there
is one. On two quiet CPU cores with AVX-512 and bfloat16 a step takes 0.9 s, with AVX2 alone, in
float32, 2.4 s.
"""

_LICENCE = """# Licence of the weights

The weights in this folder are offered under {licence}, the licence of the encoder that they were
trained from ({encoder}, derived from {derived_from}), as far as the makers
of hookline hold rights in them.

The training data is not shipped:

* English Worldwide Newswire (stanfordnlp/en-worldwide-newswire; Shan et al., Findings of EMNLP
  2023): the repository states no licence, and the articles are newspapers'. Only weights derived
  from it are here; Stanza publishes models trained on the same data.
* UD English EWT: annotation CC BY-SA 4.0.
* UD English GUM, genres whose texts allow commercial use: annotation CC BY 4.0; texts CC BY 2.5
  (Wikinews), CC BY-SA 3.0 (Wikipedia, Wikivoyage), CC BY 4.0 (academic, court), CC BY (OpenStax,
  vlogs), public domain (speeches).

The lemma dictionary (`en/lemma/`) lists words of the two UD corpora with their lemmas, and is
offered under CC BY-SA 4.0 like the corpora.
"""


def write_card(out: Path, figures: Mapping[str, Any], steps: int) -> None:
    """
    Write `MODEL_CARD.md` and `LICENSE.md`.

    Args:
        out: The model folder; its encoder has to be written already.
        figures: What `evaluate` returns; may be empty.
        steps: Steps of the joint training.
    """
    config = read_config(out)
    card = _CARD.format(
        encoder=base_encoder.NAME,
        licence=base_encoder.LICENCE,
        layers=config["num_hidden_layers"],
        width=config["hidden_size"],
        steps=steps,
        precision=figures.get("precision", "float32"),
        entities=_entity_table(figures.get("ww9.dev", {})),
        syntax=_syntax_table(figures),
    )
    licence = _LICENCE.format(
        encoder=base_encoder.NAME,
        derived_from=base_encoder.DERIVED_FROM,
        licence=base_encoder.LICENCE,
    )
    (out / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    (out / "LICENSE.md").write_text(licence, encoding="utf-8")


def _entity_table(figures: Mapping[str, Any]) -> str:
    if not figures:
        return ""
    rows = [("all", figures), *figures["labels"].items(), *figures.get("regions", {}).items()]
    rows += [
        (name, figures[name]) for name in ("in small letters", "in capitals") if name in figures
    ]
    lines = ["", "| | F1 | precision | recall |", "| - | - | - | - |"]
    for name, scores in rows:
        cells = (_percent(scores[key]) for key in ("f1", "precision", "recall"))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _syntax_table(figures: Mapping[str, Any]) -> str:
    rows = []
    for name in (f"{treebank}.dev" for treebank in TREEBANKS):
        for kind, values in figures.get(name, {}).items():
            cell = ", ".join(f"{key} {_percent(value)}" for key, value in values.items())
            rows.append(f"| {name} | {kind} | {cell} |")
    return "\n| set | from | |\n| - | - | - |\n" + "\n".join(rows) if rows else ""


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"
