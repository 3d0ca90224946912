"""What every schema of an answer is made of. Says nothing of what is in it."""

from typing import Any

from marshmallow import INCLUDE, Schema


def told(description: str, example: object = None, **more: Any) -> dict[str, Any]:
    """Keyword arguments that document a field."""
    metadata = {"description": description, **more}
    return {"required": True, "metadata": metadata | ({} if example is None else {"examples": [example]})}


class Answer(Schema):
    """Members may be added later, so that no client may insist on these alone."""

    class Meta:
        unknown = INCLUDE
