"""What is said about seals: found, absent, another office's, or nothing where the picture cannot tell."""

from typing import Any

import pytest

from tests.licences import codes, facts, field, licence, line
from verifier.checks import seal
from verifier.domain.reading import Field, Quality, Seal
from verifier.policies import load
from verifier.settings import POLICIES

THRESHOLDS = load(POLICIES / "v1.toml").rules["seal"].thresholds
GOOD = Quality(line_height=30.0, sharpness=8.0)
BOX = (900, 1300, 1080, 1480)
NAME = "深圳市市场监督管理局"
IMPRINT = line("国家市场监督管理总局监制", (600, 1675))
AT_THE_EDGE = line("登记机关", (600, 1675))


def sealed(text: str | None = NAME, score: float = 0.97) -> tuple[Seal, ...]:
    return (Seal(BOX, 0.99, (200, 60, 60), text, score),)


def found(authority: Field | str | None = NAME, lines: Any = (), **measured: Any) -> tuple[str, str]:
    page = licence({"authority": authority}, lines, **{"quality": GOOD, "reddest": 0.5, **measured})
    (code,) = codes(seal.CHECK, facts(page), **THRESHOLDS)
    return code


@pytest.mark.parametrize(
    ("authority", "seals", "expected"),
    [
        (NAME, sealed(), ("pass", "seal_agrees")),
        (NAME, sealed("参圳市市场监督管理局"), ("pass", "seal_agrees")),
        (NAME, sealed("深圳市工商行政管理局福田分局"), ("pass", "seal_agrees")),
        (NAME, sealed("广州市市场监督管理局"), ("concern", "seal_differs")),
        (NAME, sealed("广州市市场监督管理局", 0.85), ("pass", "seal_found")),
        (field(NAME, 0.85), sealed("广州市市场监督管理局"), ("pass", "seal_found")),
        (NAME, sealed(None, 0.0), ("pass", "seal_found")),
        (None, sealed(), ("pass", "seal_found")),
        # What the ring itself gave as the authority agrees with nothing but itself.
        (Field(NAME, NAME, 0.97, BOX), sealed("广州市市场监督管理局"), ("pass", "seal_found")),
        # One of several seals is enough.
        (NAME, (*sealed("广州市市场监督管理局"), *sealed()), ("pass", "seal_agrees")),
        (NAME, (*sealed("深圳市云杉信息技术有限公司"), *sealed()), ("pass", "seal_agrees")),
    ],
)
def test_a_seal_is_compared_with_the_printed_authority(
    authority: Field | str | None, seals: tuple[Seal, ...], expected: tuple[str, str]
) -> None:
    assert found(authority, seals=seals) == expected


@pytest.mark.parametrize("seals", [(), sealed("深圳市云杉信息技术有限公司")])
def test_a_picture_in_colour_without_the_authoritys_seal_is_a_concern(seals: tuple[Seal, ...]) -> None:
    assert found(seals=seals) == ("concern", "seal_absent")


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        ({"reddest": None}, ("inconclusive", "seal_unmeasured")),
        ({"reddest": 0.1}, ("inconclusive", "seal_without_colour")),
        ({"quality": Quality(30.0, 8.0, ((800, 1200, 1000, 1400),))}, ("inconclusive", "seal_hidden")),
        ({"quality": Quality(30.0, 8.0, ((800, 200, 1000, 400),))}, ("concern", "seal_absent")),
        ({"quality": None}, ("inconclusive", "seal_hidden")),
        ({"lines": [AT_THE_EDGE]}, ("inconclusive", "seal_hidden")),
        ({"lines": [AT_THE_EDGE, IMPRINT]}, ("concern", "seal_absent")),
        ({"lines": [line("2、数字签名：ADBEAiAX")]}, ("inconclusive", "seal_electronic")),
    ],
)
def test_where_no_seal_can_be_told_none_is_missed(
    measured: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert found(**measured) == expected


def test_a_seal_is_found_however_grey_the_rest_is() -> None:
    assert found(seals=sealed(), reddest=0.05) == ("pass", "seal_agrees")
