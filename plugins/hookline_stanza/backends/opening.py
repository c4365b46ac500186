"""Open the model that the options of the stage select."""

from __future__ import annotations

from hookline import ModelError

from ..conversion.columns import Tasks
from ..loading.model_folder import embedded_folder, read_manifest
from ..options import EMBEDDED, StanzaOptions
from .base import Backend


def open_backend(options: StanzaOptions) -> Backend:
    """
    Open a model; one of Stanza's packages is downloaded first if necessary and allowed.

    Raises:
        hookline.ModelError: It is missing or damaged, or cannot be downloaded or loaded.
    """
    _check_device(options.device)
    device = None if options.device == "auto" else options.device
    folder = embedded_folder() if options.is_embedded else options.model
    tasks = Tasks("syntax" in options.layers, "entities" in options.layers)
    if folder is not None and read_manifest(folder):
        from .embedded_model import EmbeddedModel

        return EmbeddedModel(folder, device, options.precision, tasks)

    from ..loading.stanza_packages import PackageRequest, download_folder, ensure_packages
    from .stanza_model import StanzaModel

    package = "default" if options.package == EMBEDDED else options.package
    request = PackageRequest(options.lang, package, options.ner, folder or download_folder())
    online = options.download and folder is None
    return StanzaModel(
        request.lang,
        ensure_packages(request, download=online),
        request.folder,
        device,
        tasks=tasks,
        tokens_given=options.tokens == "given",
        download_method="reuse_resources" if online else None,
    )


def _check_device(device: str) -> None:
    if device != "cuda":
        return
    import torch

    if not torch.cuda.is_available():
        raise ModelError(
            "`device: cuda` needs a GPU, but torch found none; set `device: auto` to use a GPU only "
            "where there is one"
        )
