"""What a console can't print is replaced; no command ends in a traceback for it."""

import pytest

from tests.conftest import command, edit

CONSOLES = ["ascii", "cp949", "cp1252"]


@pytest.mark.parametrize("console", CONSOLES[:2])
def test_the_check_names_a_cell_that_the_console_cannot_print(package, console):
    edit(package / "tables/milestones.csv", ",actual,", ",done – 착공 \N{ROCKET},", 2)
    result = command("rollout.facts", "check", str(package), PYTHONIOENCODING=console)
    assert result.returncode == 1
    assert result.stdout.startswith('milestones.csv, row 2, field status: "done ')
    assert result.stdout.endswith("1 fault.\n") and "?" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("console", CONSOLES)
@pytest.mark.parametrize("module", ["rollout.facts", "rollout.store"])
def test_the_usage_of_a_command_is_printed_on_any_console(module, console):
    result = command(module, "fly", PYTHONIOENCODING=console)
    assert (result.returncode, result.stderr) == (2, "")
    assert f"python -m {module}" in result.stdout
