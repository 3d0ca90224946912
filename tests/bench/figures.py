"""Shares with what they are shares of, as benchmarks report them."""

import math

Z95 = 1.959964  # standard normal quantile of a 95 % interval


def share(hits: int, n: int) -> str:
    """`hits of n`, the share, and Wilson's 95 % interval."""
    if not n:
        return "0 of 0"
    low, high = wilson(hits, n)
    return f"{hits} of {n}, {hits / n:.4f} ({low:.4f}–{high:.4f})"


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson's interval of a share, 95 %."""
    centre, spread = (
        hits / n + Z95**2 / (2 * n),
        Z95 * math.sqrt(hits * (n - hits) / n**3 + (Z95 / n) ** 2 / 4),
    )
    scale = 1 + Z95**2 / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
