"""
Give dates and amounts of money their values: the stage `values`.

The modules import one way, from top to bottom:

    stage           the stage, and its options
    entities        merges expressions of the text with the entities of the model
    resolution      from a date expression to its value: `absolute`, `relative`
    yearless        the year of a date that states none
    context         what a value depends on besides the words
    durations       durations ("two weeks")
    grammar         finds date expressions in a text
    money           from an amount in words to a number and a currency
    tense           tells whether a clause speaks of the past or the future
    holidays        dates of holidays
    edtf            dates and intervals in ISO 8601 and EDTF
    currencies      names and symbols of currencies
    numerals        numbers in words and digits
"""

from hookline import Registrar, hookimpl
from hookline_values.stage import Values

__all__ = ["Values"]


@hookimpl
def hookline_register(registry: Registrar) -> None:
    """Register the stage `values`."""
    registry.stage(Values)
