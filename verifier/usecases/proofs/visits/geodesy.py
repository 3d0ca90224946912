"""Metres between two places, by geographiclib: the only module that knows it."""

from geographiclib.geodesic import Geodesic

from verifier.domain.coordinates import Coordinates


def metres_between(one: Coordinates, other: Coordinates) -> float:
    """The geodesic on the ellipsoid of WGS-84, good to nanometres (Karney 2013)."""
    line = Geodesic.WGS84.Inverse(
        one.latitude, one.longitude, other.latitude, other.longitude, Geodesic.DISTANCE
    )
    return float(line["s12"])
