"""Places: distances against known pairs, and what Chinese maps do to them."""

import pytest

from verifier.domain.coordinates import Coordinates, Datum, Registered, from_gcj02, to_gcj02
from verifier.usecases.proofs.visits.geodesy import metres_between

# Metres on WGS-84 by GeodSolve of GeographicLib 2.1, and of Karney 2013, table 2 (the second).
PAIRS = [
    ((39.9042, 116.4074), (31.2304, 121.4737), 1_065_846.489),
    ((40.0, 0.0), (41.79331020506, 137.84490004377), 10_000_000.0),
    ((30.28745, 120.15358), (30.28745, 120.15358), 0.0),
    ((30.28745, 120.15358), (30.33255, 120.15358), 5_000.0),
    ((-36.8485, 174.7633), (-36.8485, -179.9), 475_000.0),
]
# From the tests of eviltransform: WGS-84, and the same as Chinese maps have it.
MAPS = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]


@pytest.mark.parametrize(("one", "other", "metres"), PAIRS)
def test_distances_are_right_to_one_per_cent(
    one: tuple[float, float], other: tuple[float, float], metres: float
) -> None:
    found = metres_between(Coordinates(*one), Coordinates(*other))
    assert found == pytest.approx(metres, rel=0.01, abs=0.001)


@pytest.mark.parametrize(("place", "shown"), MAPS)
def test_what_chinese_maps_show_is_taken_back_to_the_centimetre(
    place: tuple[float, float], shown: tuple[float, float]
) -> None:
    mapped = to_gcj02(Coordinates(*place))
    assert (mapped.latitude, mapped.longitude) == pytest.approx(shown, abs=1e-9)
    back = from_gcj02(Coordinates(*shown))
    assert metres_between(back, Coordinates(*place)) == pytest.approx(0, abs=0.01)
    assert Registered(Coordinates(*shown), Datum.GCJ02).wgs84 == back


def test_outside_of_china_nothing_is_shifted() -> None:
    paris = Coordinates(48.8566, 2.3522)
    assert to_gcj02(paris) == from_gcj02(paris) == paris


@pytest.mark.parametrize("degrees", [(91, 0), (0, 181), (float("nan"), 0)])
def test_what_is_no_place_is_refused(degrees: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="latitude"):
        Coordinates(*degrees)
