"""
Measure the stage `values` on the annotated dates and amounts: `python tests/hookline_values/measure.py`.

Found and value F1 are those of TempEval-3 (UzZaman et al. 2013, "relaxed match"): an entity DATE counts
as found where it overlaps an annotated expression, each used once; the value counts where it is equal.
"""

import json
import sys
from pathlib import Path

from hookline import Document
from hookline_values import Values
from hookline_values.money import MoneyConvention, read_money

DATA = Path(__file__).parent / "data"


def rows(name):
    """Return the lines of a file of the data set."""
    with open(DATA / f"{name}.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def f1(right, predicted, annotated):
    """Return the harmonic mean of precision and recall."""
    return 2 * right / (predicted + annotated)


def measure_dates(part, annotate):
    """Return F1 of dates found, of exact spans and of values; `annotate` adds the layers needed."""
    found = exact = valued = predicted = annotated = 0
    stage = Values(Values.read_options({}))
    docs = [Document.from_text(r["text"], r["id"], {"date": r["date"]}) for r in rows(part)]
    for row, doc in zip(rows(part), stage.process(list(annotate(docs))), strict=True):
        entities = [entity for entity in doc.entities if entity.label == "DATE"]
        predicted += len(entities)
        annotated += len(row["dates"])
        for gold in row["dates"]:
            overlapping = [e for e in entities if e.start < gold["end"] and gold["start"] < e.end]
            if overlapping:
                entity = overlapping[0]
                entities.remove(entity)
                found += 1
                exact += (entity.start, entity.end) == (gold["start"], gold["end"])
                valued += entity.value == gold["value"]
    return {
        "found": f1(found, predicted, annotated),
        "exact": f1(exact, predicted, annotated),
        "value": f1(valued, predicted, annotated),
    }


def measure_money(part):
    """Return the share of amounts that are read right."""
    right = 0
    for row in rows(part):
        money = read_money(row["text"], MoneyConvention())
        value = money and {"amount": money.amount, "currency": money.currency}
        right += value == row["value"]
    return right / len(rows(part))


def main():
    from hookline_stanza import StanzaStage

    stanza = StanzaStage(StanzaStage.read_options({}))
    for part in sys.argv[1:] or ["dev", "held_back"]:
        scores = measure_dates(f"dates.{part}", stanza.process)
        print(part, *(f"{name} {score:.3f}" for name, score in scores.items()))
        print(part, f"money {measure_money(f'money.{part}'):.3f}")


if __name__ == "__main__":
    main()
