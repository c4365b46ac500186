"""`hookline init` and `hookline completion`: how one starts."""

import os
import subprocess
import sys


def test_the_config_it_writes_is_right(project):
    """What `init` writes passes `check`, and is not written over."""
    result = project.call("init")
    assert result.code == 0
    assert "hookline check hookline.yaml" in result.out
    project.write("docs/a.txt", "Some text.")
    result = project.call("check", "hookline.yaml")
    assert (result.code, result.out) == (0, "hookline.yaml: ok\n")
    result = project.call("init")
    assert result.code == 2
    assert "hookline.yaml exists already; choose another name" in result.err


def test_a_shell_completes_commands(project):
    """The script asks hookline, and hookline answers with its commands."""
    script = project.call("completion", "zsh").out
    assert "_HOOKLINE_COMPLETE=zsh_complete" in script
    env = {
        **os.environ,
        "_HOOKLINE_COMPLETE": "zsh_complete",
        "COMP_WORDS": "hookline di",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "hookline"], env=env, capture_output=True, text=True, check=False
    )
    assert "diff" in done.stdout.split()


def test_a_config_can_be_written_to_standard_output(project):
    """`-` is standard output, as everywhere, and no file of this name is made."""
    result = project.call("init", "-")
    assert result.code == 0
    assert result.out.startswith("# What hookline does")
    assert list(project.folder.iterdir()) == []
