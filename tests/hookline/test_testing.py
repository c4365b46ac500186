"""The contract kit: it passes what keeps the contract and names what does not."""

import hookline_trial
import pytest

from hookline import Registry, Stage
from hookline.testing import check_stage

LIGHT = {"clean": {}, "boilerplate": {}, "shout": {}, "drop-empty": {}, "words": {}}


@pytest.mark.parametrize("name", LIGHT)
def test_stages_keep_the_contract(name):
    """Every light stage that is installed passes, built in or not."""
    component = Registry.discover().find("stage", name)
    assert check_stage(component, LIGHT[name])


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        (hookline_trial.Lossy, "16 outcomes for 17 documents"),
        (hookline_trial.Sneaky, "an edit that is not declared"),
    ],
)
def test_broken_promises_are_named(stage, message):
    """A stage that loses documents, or edits without saying so, does not pass."""
    with pytest.raises(AssertionError, match=message):
        check_stage(stage)


def test_a_result_that_depends_on_the_batch_is_found():
    """A stage whose outcome depends on its neighbours does not pass."""
    with pytest.raises(AssertionError, match="batches of 1 change the outcome"):
        check_stage(hookline_trial.Neighbourly)


def test_a_local_class_is_found():
    """A class that another process could not find by its name does not pass."""

    class Local(Stage):
        name = "local-stage"

        def process(self, docs):
            return docs

    with pytest.raises((AssertionError, AttributeError, Exception), match="Local"):
        check_stage(Local)
