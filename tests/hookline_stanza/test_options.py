"""Declarations and options of the stage, without loading a model."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from hookline_stanza.conversion.entity_labels import LABELS
from hookline_stanza.stage import StanzaStage


def declared(**options):
    return StanzaStage.declare(StanzaStage.read_options(options))


def test_embedded_model_declares_nine_labels():
    """The labels of the embedded model are known before it is loaded."""
    assert declared().labels == set(LABELS)
    assert declared().provides == {"sentences", "tokens", "syntax", "entities"}


def test_only_requested_layers_are_declared():
    """Layers that are not requested are not provided, nor are their labels."""
    assert declared(layers=["entities"]).provides == {"sentences", "tokens", "entities"}
    assert declared(layers=["syntax"]).provides == {"sentences", "tokens", "syntax"}
    assert declared(layers=["syntax"]).labels == set()
    assert declared(layers=[]).provides == {"sentences", "tokens"}


def test_renamed_label_is_declared():
    """A label renamed in the options is declared under its new name."""
    labels = declared(labels={"NORP": "GROUP"}).labels
    assert "GROUP" in labels
    assert "NORP" not in labels


def test_only_kept_labels_are_declared():
    """`keep` restricts the declared labels."""
    assert declared(keep=["PERSON", "ORG"]).labels == {"PERSON", "ORG"}


def test_labels_of_an_unknown_package_are_not_declared():
    """No labels are declared for a package whose labels are not known."""
    assert declared(lang="de", package="default").labels is None


def test_ontonotes_labels_are_declared_renamed():
    """An OntoNotes model declares hookline's labels."""
    labels = declared(package="default", ner="ontonotes-ww-multi").labels
    assert {"LOC", "PERSON", "MISC"} <= labels
    assert "GPE" not in labels


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lang": "de"}, "English"),
        ({"ner": "ontonotes-ww-multi"}, "package"),
        ({"packages": "default"}, "Extra inputs"),
        ({"device": "tpu"}, "cpu"),
    ],
)
def test_invalid_options_are_refused(options, message):
    """The error for an invalid combination says what to set."""
    with pytest.raises(ValidationError, match=message):
        StanzaStage.read_options(options)


def test_declaring_loads_nothing_heavy():
    """Import, registration, options and declaration import neither torch nor Stanza."""
    code = (
        "import sys, hookline_stanza\n"
        "from hookline import Registrar\n"
        "registrar = Registrar()\n"
        "hookline_stanza.hookline_register(registrar)\n"
        "stage = registrar.components[0][1]\n"
        "stage.declare(stage.read_options({}))\n"
        "assert not {'torch', 'stanza', 'transformers', 'numpy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
