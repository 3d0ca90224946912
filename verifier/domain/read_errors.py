"""The errors of grants and reads of résumés; as in errors, each has a stable code."""

from verifier.domain.errors import Conflict


class GrantTextChanged(Conflict):
    code = "grant_text_changed"
    title = "The text that was agreed to is not the one in force; show it again"


class GrantOver(Conflict):
    code = "grant_over"
    title = "The seeker took the grant back, or it has run out"


class ReadNotAllowed(Conflict):
    code = "read_not_allowed"
    title = "This read was not allowed, or its time is over; ask anew"
