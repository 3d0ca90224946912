"""The tour's table: every row that went through, and the name of the one that did not."""

import pytest

from example.rows import Row, Walk, walk_through

WALK = Walk(None, None, None, None)  # type: ignore[arg-type]  # these rows ask nobody


def fails(_walk: Walk) -> str:
    raise SystemExit("✗ not so: the seal agrees")


def test_a_fault_names_its_row_after_those_that_went_through(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [Row(name, "what is done", lambda _: "so it is") for name in ("licence", "face")]
    with pytest.raises(SystemExit, match="the seal agrees"):
        walk_through([*rows, Row("certificate", "read", fails), Row("video", "filmed", fails)], WALK)
    said = capsys.readouterr()
    assert [line.split()[1] for line in said.out.splitlines() if "so it is" in line] == ["licence", "face"]
    assert said.err == " ✗ certificate: did not go through\n"
