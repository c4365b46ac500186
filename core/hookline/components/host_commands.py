"""The commands of the host, in the order of `hookline --help`; a plugin cannot register these names."""

__all__ = ["HOST_COMMANDS"]

# name: summary; the module of the same name in hookline.cli has `command`
HOST_COMMANDS = {
    "run": "Run a config over its input, or over INPUT.",
    "check": "Check configs and report every problem, with its place.",
    "plugins": "List what is installed, or all about one component.",
    "schema": "Print the JSON Schema of a config, for editors.",
    "explain": "Show what each stage does to one document.",
    "diff": "Show what differs between two outputs, or two configs.",
    "view": "Make a page to read and search records.",
    "verify": "Prove that a config gives the same bytes however it is run.",
    "replay": "Run the documents of a dead-letter file again.",
    "init": "Write a commented config to start from.",
    "new": "Write the package of a new plugin.",
    "completion": "Print the script that completes commands in a shell.",
    "doctor": "Show what would run here, and prove that it works.",
}
