"""The README's table of what was proved against others is what a run wrote, and nothing else."""

from __future__ import annotations

import json

from tests.peers import matrix


def test_the_table_of_the_readme_is_that_of_the_last_run() -> None:
    result = json.loads(matrix.RESULT.read_text("utf-8"))
    assert f"{matrix.BEGIN}\n{matrix.table(result)}\n{matrix.END}" in matrix.README.read_text("utf-8")


def test_one_failure_outweighs_what_passed_before_and_after() -> None:
    result: matrix.Result = {}
    for passed in (True, False, True):
        matrix.record(result, matrix.FEATURES[0], matrix.PEERS[0], passed)
    assert result == {matrix.FEATURES[0]: {matrix.PEERS[0]: matrix.FAILED}}
    assert matrix.table(result).count(matrix.NOT_RUN) == len(matrix.FEATURES) * len(matrix.PEERS) - 1
