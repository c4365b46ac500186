"""Write the model card and the licence notes that travel with the weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_CARD = """# The embedded English model

Tokens, sentences, parts of speech, lemmas, dependency trees and nine kinds of named entities for
English news text, for use without a network. Every file is one of Stanza's own (tokenizer, tagger,
lemmatizer, parser, NER); tagger, parser and NER read one shared encoder, kept in `encoder/`:

    import hookline_stanza
    pipeline = hookline_stanza.load_pipeline(FOLDER)  # a plain stanza.Pipeline

## How it was made

The encoder is all-MiniLM-L6-v2 (six layers, 384 wide, uncased), fine-tuned together with the three
heads, {steps} steps in all: batches for entities, for syntax, and now and then for the tag sets of
other corpora, through layers that are thrown away (their labels differ, so they are never mixed).
AdamW, a linear warm-up, a constant rate, a linear decay at the end, and a running mean of the
weights. Letter case reaches the encoder as one of four vectors (small, capital first, capitals,
mixed) that is added to the pieces of a word; tagger and NER read letters through small character
models as well. Sentences are varied while
training: typographic quotes, all capitals, no capitals, headline capitals, a missing final stop,
entities swapped for others of their label. Fused tokens are split ("don't" is "do", "n't";
"Japan's" is "Japan", "'s"), so there is no multi-word-token processor. Large weights are stored at
half precision and used in eight-bit integers, bfloat16 or float32, the first of these that the
processor computes with; `encoder/ranges.safetensors` says which values the inputs of the encoder's
products took in some hundred training sentences.

| part | data | licence of the data |
| - | - | - |
| entities | English Worldwide Newswire, 9 classes, published split | none stated: LICENSE.md |
| encoder, beside | Re-DocRED | MIT; texts CC BY-SA 3.0 |
| encoder, beside | Broad Twitter Corpus, WNUT 2017 | CC BY 4.0 |
| encoder, beside | CrossNER politics | MIT; texts CC BY-SA |
| encoder, beside | RE3D, open documents | public domain, OGL v3, CC BY 3.0 AU, EU reuse notice |
| all else | UD English EWT, train | CC BY-SA 4.0 |
| all else | UD English GUM, train, genres open to any use | CC BY 4.0, texts CC BY (SA) |
| start | sentence-transformers/all-MiniLM-L6-v2 | Apache-2.0 |

The development sets chose the tokenizer's and the lemmatizer's best step, and the running mean
over the last weights.

## Figures

Measured in {precision}. Exact spans over gold tokens, Worldwide dev (64,230 tokens):
{entities}

The stage `stanza` also lets the mentions of a name in a document decide together (`consistent`),
which adds half a point to one point to the F1 of entities; these figures are of the model alone,
paragraph by paragraph.

Universal Dependencies dev sets, in per cent (`las_plain` leaves out subtypes such as `nmod:poss`;
"raw text" is F1 from running text, where a wrong token costs its arcs):
{syntax}

## Known failures

{failures}

## How to make it again

    python -m hookline_stanza.training --data DATA --out FOLDER

`DATA` holds `ner/*.bio.gz` and `parse/{{ewt,gum_open}}.*.conllu.gz`. The run is seeded and goes on
from its last checkpoint when it is started again. `manifest.json` holds its whole configuration,
the versions it ran with, and the SHA-256 of every file. It uses a GPU where there is one; two CPU
cores take three to four hours.
{history}"""

_LICENCE = """# Licence of the weights

The weights in this folder are offered under the Apache License 2.0, the licence of the encoder
they grew from (sentence-transformers/all-MiniLM-L6-v2, itself from nreimers/MiniLM-L6-H384-uncased),
as far as the makers of hookline hold rights in them.

What they were trained on is not in them and is not shipped:

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


def write_card(out: Path, notes: Mapping[str, Any], steps: int) -> None:
    """Write `MODEL_CARD.md` and `LICENSE.md`.

    Args:
        out: The model folder.
        notes: `figures` as `evaluate` returns them; `failures` and `history` as Markdown.
        steps: Steps of the joint training.
    """
    figures = notes.get("figures", {})
    text = _CARD.format(
        steps=steps,
        precision=figures.get("precision", "float32"),
        entities=_entities(figures.get("ww9.dev", {})),
        syntax=_syntax(figures),
        failures=notes.get("failures", "Not yet looked for."),
        history=notes.get("history", ""),
    )
    (out / "MODEL_CARD.md").write_text(text.rstrip() + "\n", encoding="utf-8")
    (out / "LICENSE.md").write_text(_LICENCE, encoding="utf-8")


def _entities(figures: Mapping[str, Any]) -> str:
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


def _syntax(figures: Mapping[str, Any]) -> str:
    rows = []
    for name in ("ewt.dev", "gum_open.dev"):
        for kind, values in figures.get(name, {}).items():
            shown = ", ".join(f"{key} {_percent(value)}" for key, value in values.items())
            rows.append(f"| {name} | {kind} | {shown} |")
    return "\n| set | from | |\n| - | - | - |\n" + "\n".join(rows) if rows else ""


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"
