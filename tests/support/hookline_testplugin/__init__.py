"""A plugin for the tests, installed like any other: stages that behave, and stages that do not."""

from hookline import Registrar, hookimpl
from hookline_testplugin.annotated import Annotated
from hookline_testplugin.faulty_ends import Moody, Numbers
from hookline_testplugin.faulty_stages import Caller, Flaky, Lossy, Odd, Poison, Sneaky, Talkative
from hookline_testplugin.stages import (
    Counted,
    Needy,
    Neighbourly,
    Redact,
    Slow,
    Words,
    drop_empty,
    shout,
)


@hookimpl
def hookline_register(registry: Registrar) -> None:
    for component in (
        shout,
        drop_empty,
        Poison,
        Odd,
        Talkative,
        Caller,
        Slow,
        Lossy,
        Sneaky,
        Words,
        Needy,
        Redact,
        Flaky,
        Neighbourly,
        Annotated,
        Counted,
    ):
        registry.stage(component)
    registry.source(Numbers)
    registry.sink(Moody)
