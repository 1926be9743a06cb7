"""The README's table of what was proved against others is what a run wrote, and nothing else."""

from __future__ import annotations

from tests.peers import matrix


def test_the_table_of_the_readme_is_that_of_the_last_run() -> None:
    assert f"{matrix.BEGIN}\n{matrix.table(matrix.read())}\n{matrix.END}" in matrix.README.read_text("utf-8")


def test_one_failure_outweighs_what_passed_before_and_after() -> None:
    result: matrix.Result = {}
    cell = (matrix.FEATURES[0], matrix.PEERS[0])
    for passed in (True, False, True):
        matrix.record(result, "a test", [cell], passed)
    matrix.record(result, "another", [cell], True)
    assert matrix.table(result).count(matrix.FAILED) == 1
    assert matrix.table(result).count(matrix.NOT_RUN) == len(matrix.FEATURES) * len(matrix.PEERS) - 1
