"""
Run single parts of `.ci/run`, each in an environment of its own: `uvx nox -s lint tests-3.12`.

Without `-s`, nox runs lint, the tests on the oldest supported Python, and the build of the docs. What
follows `--` goes to pytest: `uvx nox -s tests-3.11 -- tests/hookline_clean`.
"""

import nox

PYTHONS = ["3.11", "3.12", "3.13"]
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["lint", "tests-3.11", "docs"]


def install(session: nox.Session, extras: str) -> None:
    """Install the checkout with extras, in the versions that the tests run with."""
    session.install("--constraint", "constraints.txt", "--editable", f".[{extras}]")


@nox.session(python="3.11")
def lint(session: nox.Session) -> None:
    """Check style, types and the direction of imports."""
    install(session, "test,lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("basedpyright", "--project", "tests/typing")
    session.run("python", "tests/import_rules.py")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests, or those that are named behind `--`."""
    install(session, "test")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(python="3.11")
def examples(session: nox.Session) -> None:
    """Run the examples of the docs."""
    install(session, "test,examples")
    session.run("python", "-m", "pytest", "--examples", *(session.posargs or ["tests/examples"]))


@nox.session(python="3.11")
def browser(session: nox.Session) -> None:
    """Test the page of `hookline view`; Chromium and chromedriver must be there."""
    install(session, "test,browser")
    session.run("python", "-m", "pytest", "--browser", *(session.posargs or ["tests/browser"]))


@nox.session(python="3.11")
def docs(session: nox.Session) -> None:
    """Build the docs, with every warning an error."""
    install(session, "test,docs")
    session.run("sphinx-build", "-W", "--keep-going", "-q", "docs", session.create_tmp())
