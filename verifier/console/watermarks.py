"""The watermark: whose screen this is and when, all over the page. A photograph of it says who let it go."""

from datetime import datetime
from typing import Final

from markupsafe import escape

from verifier.domain.staff import StaffMember

# Grey that shows on light and on dark alike, and hides no word.
TILE: Final = """<svg xmlns="http://www.w3.org/2000/svg" width="420" height="240" viewBox="0 0 420 240">
<g fill="#808080" fill-opacity=".22" font-family="system-ui,sans-serif" font-size="15"
 transform="rotate(-24 210 120)">
<text x="20" y="80">{who}</text><text x="20" y="100">{when}</text>
<text x="220" y="200">{who}</text><text x="220" y="220">{when}</text>
</g></svg>"""


def drawn(member: StaffMember, now: datetime) -> str:
    """A tile as SVG, to be repeated."""
    who = member.name if member.display_name == member.name else f"{member.display_name} · {member.name}"
    return TILE.format(who=escape(who), when=f"{now:%Y-%m-%d %H:%M} UTC")
