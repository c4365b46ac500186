"""The stages of a config inside an Apache Beam pipeline."""

import apache_beam as beam
from apache_beam.testing.util import assert_that, equal_to

from hookline_beam import RunStages


def test_each_element_goes_to_one_output(project):
    """Records, dropped and failed elements have separate outputs, and nothing is lost."""
    path = project.config("[{use: drop-empty}, {use: poison}, {use: words}]")
    elements = [
        {"id": "a", "text": "Some Text", "lang": "en"},
        {"id": "b", "text": " "},
        {"id": "c", "text": "RAISE"},
        "Only text",
    ]
    with beam.Pipeline("DirectRunner") as pipeline:
        outputs = pipeline | beam.Create(elements) | RunStages(str(path), batch_size=2)
        records = outputs.records | beam.Map(lambda r: (r["id"], r["text"], r["meta"]))
        expected = [("a", "Some Text", {"lang": "en"}), ("document", "Only text", {})]
        assert_that(records, equal_to(expected), label="records")
        assert_that(outputs.dropped, equal_to([("b", "empty")]), label="dropped")
        failed = outputs.failed | beam.Map(lambda x: (x["id"], x["stage"], x["payload"]["text"]))
        assert_that(failed, equal_to([("c", "poison", "RAISE")]), label="failed")
