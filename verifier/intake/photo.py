"""A JPEG that a page of ours took, decoded where a broken one costs one small process."""

from PIL.Image import DecompressionBombError

from verifier.confined.refusal import Refusal, Refused
from verifier.confined.surface import Surface
from verifier.intake import content, pillow

SHOWN: int = 1280  # pixels of the long side: for looking at, not for reading small print


def render(data: bytes, _index: int) -> Surface:
    """The picture in BGR, at most SHOWN pixels long. Raises Refused."""
    try:
        with pillow.opened(data, content.JPEG) as (picture, file):
            file.release()
            picture.draft("RGB", (SHOWN, SHOWN))  # JPEG decodes at half or a quarter for less work
            shown = picture.convert("RGB")
    except DecompressionBombError as error:
        raise Refused(Refusal.TOO_MANY_PIXELS) from error
    except pillow.BROKEN as error:
        raise Refused(Refusal.MALFORMED) from error
    shown.thumbnail((SHOWN, SHOWN))
    width, height = shown.size
    return Surface(width, height, 3, 3 * width, shown.tobytes("raw", "BGR"))
