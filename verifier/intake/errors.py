"""Why a file was refused at the door, each way with its own stable code, status and next step.

413: more than we take. 415: a kind of file we do not read. 422: the right kind, but broken or of no use.
Messages hold numbers and kinds of file, never any content. Refuses nothing itself.
"""

from verifier.domain.errors import VerifierError
from verifier.intake import limits

SUPPORTED = "JPEG, PNG, WebP, TIFF, BMP, HEIC or PDF"


class EvidenceRefused(VerifierError):
    """A file that was not taken in; nothing of it was kept."""

    code = "evidence_refused"
    status = 422
    title = "This file cannot be taken as evidence"


class EvidenceEmpty(EvidenceRefused):
    code = "evidence_empty"
    title = "The file is empty: check the upload and send the file again"


class EvidenceTooLarge(EvidenceRefused):
    code = "evidence_too_large"
    status = 413
    title = f"The file is larger than {limits.MAX_BYTES // 2**20} MiB: send it with stronger compression"


class TooManyPixels(EvidenceRefused):
    code = "evidence_too_many_pixels"
    status = 413
    title = f"A page has more than {limits.MAX_PIXELS // 10**6} megapixels: send it at a lower resolution"


class TooManyPages(EvidenceRefused):
    code = "evidence_too_many_pages"
    status = 413
    title = f"The file has more than {limits.MAX_PAGES} pages: send only those that show the document"


class TooManyScans(EvidenceRefused):
    code = "evidence_too_many_scans"
    status = 413
    title = f"The progressive JPEG has more than {limits.MAX_SCANS} scans: save it again as an ordinary JPEG"


class UnsupportedMediaType(EvidenceRefused):
    code = "unsupported_media_type"
    status = 415
    title = f"By its content the file is of no kind that is read here: send a {SUPPORTED} file"


class UnsupportedEncoding(EvidenceRefused):
    code = "evidence_unsupported_encoding"
    status = 415
    title = "The picture is stored in a way that is not read here: save it as an ordinary JPEG or PNG"


class EvidenceTruncated(EvidenceRefused):
    code = "evidence_truncated"
    title = "The file ends too early: the upload was cut short, send the whole file again"


class EvidenceMalformed(EvidenceRefused):
    code = "evidence_malformed"
    title = "The file is damaged and cannot be opened: take a new photo or export the file again"


class EvidenceAnimated(EvidenceRefused):
    code = "evidence_animated"
    title = "The file is an animation or a sequence: send one still picture"


class EvidenceEncrypted(EvidenceRefused):
    code = "evidence_encrypted"
    title = "The PDF asks for a password: send it without one"


class NoPages(EvidenceRefused):
    code = "evidence_without_pages"
    title = "The file has no page: send the document itself"


class ImageTooSmall(EvidenceRefused):
    code = "evidence_too_small"
    title = (
        f"The picture's longer side is under {limits.MIN_LONG_SIDE} pixels, too small to be read: "
        "send the original photo rather than a preview"
    )


class TooElongated(EvidenceRefused):
    code = "evidence_too_elongated"
    title = (
        f"The picture is more than {limits.MAX_ELONGATION} times as long as it is wide: "
        "send one picture of the whole document"
    )
