"""Answers about what a file says of its own origin."""

from dataclasses import dataclass

from bonafide.answers.enums import CredentialsState, DeclaredBy, Origin, ProvenanceTrouble, ScreenshotSign


@dataclass(frozen=True, slots=True, kw_only=True)
class Jpeg:
    """How a JPEG was encoded."""

    quality: int | None
    standard_tables: bool
    progressive: bool
    subsampling: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """What kind of file it is."""

    media_type: str
    width: int | None
    height: int | None
    jpeg: Jpeg | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What the file says of the camera."""

    camera: str | None
    has_time: bool
    has_place: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """What the file says of programs that saved it."""

    software: tuple[str, ...]
    history: int
    saves: int
    photoshop: bool
    adobe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """How alike the camera's small copy is, -1 to 1."""

    correlation: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Content credentials (C2PA)."""

    state: CredentialsState
    generator: str | None
    actions: tuple[str, ...]
    source_types: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """The file declares itself made by a machine."""

    by: DeclaredBy
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a file says of its own origin; all of it is the file's own word."""

    container: Container | None
    capture: Capture
    editing: Editing
    thumbnail: Thumbnail | None
    credentials: Credentials | None
    remote_credentials: bool
    declarations: tuple[Declaration, ...]
    screenshot: tuple[ScreenshotSign, ...]
    troubles: tuple[ProvenanceTrouble, ...]
