"""Label Studio's own library validates what the sink `labelstudio` writes, and reads it back."""

from pathlib import Path

import orjson
import pytest
from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface

pytestmark = pytest.mark.filterwarnings("ignore")  # the library's dependencies warn


@pytest.fixture
def written(annotated):
    """The tasks and the labeling configuration of a run."""
    result = annotated.call("run", "c.yaml", "--set", "sink={use: labelstudio, path: out}")
    assert result.code == 0, result.err
    tasks = orjson.loads(Path("out/tasks.json").read_bytes())
    return tasks, Path("out/labeling_config.xml").read_text()


def export(tasks):
    """Write what Label Studio exports if annotators accept all predictions."""
    for number, task in enumerate(tasks):
        (prediction,) = task.pop("predictions")
        task["id"] = number
        task["annotations"] = [
            {"id": number, "result": prediction["result"], "was_cancelled": False}
        ]
    Path("export.json").write_bytes(orjson.dumps(tasks))


def test_the_library_accepts_tasks_and_predictions(written):
    """The configuration is valid, and so are the tasks and their predictions under it."""
    tasks, config = written
    interface = LabelInterface(config)
    interface.validate()
    assert len(tasks) == 4
    for task in tasks:
        assert interface.validate_task({"data": task["data"]})
        assert interface.validate_prediction(task["predictions"][0], return_errors=True) == []


def test_its_converter_reads_the_entities_back(written):
    """What annotators accept unchanged is exported with the words of the entities."""
    tasks, config = written
    export(tasks)
    converter = Converter(config=config, project_dir=None)
    converter.convert("export.json", "min", "JSON_MIN", is_dir=False)
    first, second, *_ = orjson.loads(Path("min/result.json").read_bytes())
    assert [(item["text"], item["labels"]) for item in first["label"]] == [
        ("Ana, née Roe", ["PERSON"]), ("Acme", ["ORG"]),
    ]  # fmt: skip
    assert [item["text"] for item in second["label"]] == ['Bo "B" Li']
    converter.convert("export.json", "conll", "CONLL2003", is_dir=False)
    lines = Path("conll/result.conll").read_text().splitlines()
    assert lines[1].split()[0::3] == ["Ana", "B-PERSON"]


def test_a_config_can_be_measured_against_the_export(annotated, written):
    """`hookline eval ner` reads the export, without the ends of relations that are no entities."""
    tasks, config = written
    export(tasks)
    Converter(config=config, project_dir=None).convert(
        "export.json", "conll", "CONLL2003", is_dir=False
    )
    result = annotated.call("eval", "ner", "conll/result.conll", "--map", "Span=", "--json")
    assert result.code == 0, result.err
    assert orjson.loads(result.out)["measures"]["entities"]["wanted"] == 3
