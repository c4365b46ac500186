"""One module for every task; each defines `command`, see the package."""
