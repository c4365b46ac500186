"""
Stream documents through stages that are declared in a config and found as plugins.

This module is the public interface of the host. `__init__.pyi` lists its names and their modules;
a name is loaded on first use, so that `import hookline` is cheap.
"""

from lazy_loader import attach_stub

__version__ = "0.2.0"

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
