"""`hookline new`: a package that passes its own tests."""

import subprocess
import sys

from tests_support import environment


def test_a_new_plugin_is_found_and_passes_its_tests(project):
    """Once its metadata is on the path, the plugin is listed and its tests pass."""
    assert project.call("new", "minimum-words").code == 0
    folder = project.folder / "hookline-minimum-words"
    info = folder / "hookline_minimum_words-0.1.0.dist-info"
    info.mkdir()  # what an installation would write
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: hookline-minimum-words\nVersion: 0.1.0\n"
    )
    (info / "entry_points.txt").write_text("[hookline]\nminimum-words = hookline_minimum_words\n")
    env = {**environment(), "PYTHONPATH": str(folder)}
    for command in (
        ["hookline", "plugins", "minimum-words"],
        ["pytest", "-q", "-p", "no:cacheprovider"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=folder, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_wrong_names_and_existing_folders_are_refused(project):
    """A name that is no package name, and a folder that is there, are clear errors."""
    result = project.call("new", "Not A Name")
    assert result.code == 2
    assert "is not a valid plugin name" in result.err
    assert "already an installed stage `clean`" in project.call("new", "clean").err
    (project.folder / "hookline-there").mkdir()
    result = project.call("new", "there")
    assert result.code == 2
    assert "there is already a hookline-there here" in result.err
