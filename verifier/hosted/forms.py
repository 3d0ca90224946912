"""What holds for hosted pages that take forms: how often they are asked, by whom, how much they take."""

from flask import Blueprint, request

from verifier.api import limiting, origins


def guard(blueprint: Blueprint, most: int) -> None:
    """Count its requests, refuse a change that another site's page asks for, and a form over `most` bytes.

    Its pages then raise ForeignOrigin, too.
    """

    def refuse() -> None:
        origins.require_own("null")
        request.max_content_length = most

    blueprint.before_request(limiting.take_for_page)
    blueprint.before_request(refuse)
