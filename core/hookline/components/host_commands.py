"""The commands of the host, in the order of `hookline --help`; a plugin cannot register these names."""

__all__ = ["HOST_COMMANDS"]

# name: summary; the module of the same name in hookline.cli has `command`
HOST_COMMANDS = {
    "run": "Run a config over its input, or over INPUT.",
    "check": "Check configs and report every problem with its position.",
    "plugins": "List installed components, or show one in detail.",
    "schema": "Print the JSON Schema of a config, for editors.",
    "explain": "Show what each stage does to one document.",
    "diff": "Show the differences between two outputs or two configs.",
    "view": "Make an HTML page to read and search records.",
    "join": "Join the outputs of shards to the output of one run.",
    "verify": "Check that a config gives the same bytes however it is run.",
    "replay": "Run the documents of a dead-letter file again.",
    "prune": "Remove the state folders of finished runs.",
    "init": "Write a commented config to start from.",
    "new": "Write the package of a new plugin.",
    "completion": "Print the script that completes commands in a shell.",
    "doctor": "Show versions, plugins and the model, and test that they work.",
}
