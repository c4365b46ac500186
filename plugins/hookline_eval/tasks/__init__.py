"""The tasks of `hookline eval`: each module defines `command`, as the package describes."""
