"""Test a model folder: check its files, load it and annotate a sentence."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from hookline import ModelError

from ..loading.model_folder import check_folder

if TYPE_CHECKING:
    from ..numerics.invariance import LayerShapes
    from ..numerics.precision import ChosenPrecision

SENTENCE = "Angela Merkel flew from Berlin to Nairobi on Tuesday."


def run_selftest(folder: Path) -> dict[str, Any]:
    """
    Return the results of loading a model folder and annotating a sentence, without network.

    Returns:
        `state`; and if the folder could be loaded, `device`, `precision`, `threads`, `seconds` that
        loading took, `found`, the annotated sentence, `instruction_set` of the CPU, and
        `same_bits_in_any_batch`, the result of that check for each precision.
    """
    try:
        state = f"complete: {len(check_folder(folder)['files'])} files match their checksums"
        started = perf_counter()
        from .embedded_model import EmbeddedModel

        model = EmbeddedModel(folder, None)
    except ModelError as error:
        return {"state": str(error)}
    seconds = perf_counter() - started
    try:
        (analysis,) = next(model.analyse([SENTENCE]))
        checks = _check_precisions(model.shapes)
    finally:
        model.close()
    tags = " ".join(tag or "_" for tag in analysis.columns.upos)
    entities = ", ".join(
        f"{SENTENCE[entity.start : entity.end]} ({entity.label})" for entity in analysis.entities
    )
    return {
        "state": state,
        "device": model.device,
        "precision": model.precision,
        "threads": model.threads,
        "seconds": round(seconds, 1),
        "found": f"{SENTENCE} -> {tags}; {entities}",
        **checks,
    }


def _check_precisions(shapes: LayerShapes) -> dict[str, Any]:
    import torch

    from ..numerics.instruction_set import instruction_set
    from ..numerics.invariance import choose_invariant_format
    from ..numerics.precision import choose_precision

    results = []
    precisions: tuple[ChosenPrecision, ...] = ("fp32", "bf16", "int8")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for precision in precisions:
        try:
            choose_precision(precision, "cpu", has_calibration=True)
        except ModelError:
            results.append(f"{precision}: not on this CPU")
            continue
        checked = choose_invariant_format(precision, shapes)
        replaced = "" if checked.precision == precision else f"no, {checked.precision} instead"
        shape = "yes, with fixed shapes" if checked.format.fixed_shapes else "yes"
        results.append(f"{precision}: {replaced or shape}")
    torch.set_num_threads(threads)
    capability = torch.backends.cpu.get_cpu_capability()
    return {
        "instruction_set": f"{instruction_set()} (torch: {capability})",
        "same_bits_in_any_batch": "; ".join(results),
    }
