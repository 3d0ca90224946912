"""What waits in the console of `serve --demo`: cases of a few kinds, all specimens, one account each.

Handed in over the API, once in the life of a data folder.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Final

from PIL import Image, ImageFilter

from fixtures import Form, Generation, Rendering, Specimen, specimen
from fixtures.company import register
from fixtures.tampering import Tampering, tampered
from verifier.cli.demo_site import Site, declared_honestly
from verifier.sandbox.codes import Script, code_of

SEED: Final = 7  # of the specimen that `demo` takes through
BLUR: Final = 8  # pixels: nothing can be read


@dataclass(frozen=True, slots=True)
class DemoCase:
    """An account, its paper, and what it declares that the paper does not say."""

    employer: str
    draw: Callable[[], Specimen]
    untrue: Mapping[str, str] = field(default_factory=dict)


def hand_in(site: Site) -> Iterator[str]:
    """Hand in every one of them; yields the address of each case once it is submitted."""
    for case in CASES:
        paper = case.draw()
        address = site.open_case(case.employer, {**declared_honestly(paper), **case.untrue})
        site.add_licence(address, paper)
        site.submit(address)
        yield address


def _blurred() -> Specimen:
    paper = specimen(51, rendering=Rendering.PHOTO)
    with Image.open(BytesIO(paper.data)) as picture, BytesIO() as file:
        picture.filter(ImageFilter.GaussianBlur(BLUR)).save(file, "JPEG", quality=80)
        return replace(paper, data=file.getvalue(), media_type="image/jpeg")


CASES: Final = (
    DemoCase("a-painted-name", lambda: tampered(73, tampering=Tampering.OTHER_FONT).specimen),
    DemoCase("a-known-licence", lambda: specimen(SEED, rendering=Rendering.PHOTO)),
    DemoCase(
        "a-filled-template",  # its QR code still says whose it was
        lambda: tampered(31, tampering=Tampering.FILLED_TEMPLATE).specimen,
    ),
    DemoCase(
        "another-code",
        lambda: specimen(61, form=Form.INDIVIDUAL, rendering=Rendering.SCAN),
        {"code": register(62, Form.INDIVIDUAL, Generation.LANDSCAPE_2019).code},
    ),
    DemoCase("a-blurred-photo", _blurred),
    DemoCase(
        "a-revoked-firm",
        lambda: specimen(64, rendering=Rendering.PHOTO),
        {"code": code_of(Script.REGISTRY_REVOKED, "DEM1")},
    ),
)
