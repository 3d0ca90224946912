"""Administration of staff: who there is, inviting, duties, shutting out, inviting again."""

from flask import Response, request

from verifier.api import context
from verifier.console import frame
from verifier.console.access import needs, signed
from verifier.console.blueprint import blueprint
from verifier.domain.errors import FieldError, Invalid
from verifier.domain.staff import Right, Role, StaffMember
from verifier.usecases.staff import factors, invitations, members

Shown = Response | str | tuple[str, int]


@blueprint.get("/staff")
@needs(Right.MANAGE_STAFF)
def staff() -> str:
    return _staff()


@blueprint.post("/staff")
@needs(Right.MANAGE_STAFF)
def invite() -> Shown:
    try:
        member, token = invitations.invite(
            context.ports(),
            request.form.get("name", ""),
            _role(),
            display_name=request.form.get("display_name", ""),
            tenants=_tenants(),
            by=signed().member,
        )
    except Invalid as invalid:
        return _staff(wrong=_field(invalid), asked=request.form), 422
    return _link(member, token)


@blueprint.get("/staff/<member_id>")
@needs(Right.MANAGE_STAFF)
def member(member_id: str) -> str:
    return _member(members.read_member(context.ports(), member_id))


@blueprint.post("/staff/<member_id>/duties")
@needs(Right.MANAGE_STAFF)
def change_duties(member_id: str) -> Shown:
    try:
        members.change_duties(context.ports(), member_id, _role(), _tenants(), by=signed().member)
    except Invalid as invalid:
        found = members.read_member(context.ports(), member_id)
        return _member(found, wrong=_field(invalid), asked=request.form), 422
    return frame.onward("console.member", "duties_changed", member_id=member_id)


@blueprint.post("/staff/<member_id>/disable")
@needs(Right.MANAGE_STAFF)
def disable(member_id: str) -> Shown:
    members.disable(context.ports(), member_id, by=signed().member)
    return frame.onward("console.member", "disabled", member_id=member_id)


@blueprint.post("/staff/<member_id>/enable")
@needs(Right.MANAGE_STAFF)
def enable(member_id: str) -> Shown:
    members.enable(context.ports(), member_id, by=signed().member)
    return frame.onward("console.member", "enabled", member_id=member_id)


@blueprint.post("/staff/<member_id>/reset")
@needs(Right.MANAGE_STAFF)
def reset(member_id: str) -> Shown:
    """Take their password and factors, and give a new link: for whoever lost one, or may have been robbed."""
    token = invitations.invite_again(context.ports(), member_id, by=signed().member)
    return _link(members.read_member(context.ports(), member_id), token)


def _staff(**more: object) -> str:
    everyone = members.list_staff(context.ports())
    return frame.page("staff", everyone=everyone, roles=list(Role), **more)


def _member(found: StaffMember, **more: object) -> str:
    return frame.page(
        "member",
        member=found,
        factors=factors.read_factors(context.ports(), found),
        roles=list(Role),
        oneself=found.id == signed().member.id,
        **more,
    )


def _link(found: StaffMember, token: str) -> str:
    """The one-time link, this once."""
    address = f"{context.public_url()}/console/invitation/{token}"
    hours = context.ports().staff_policy.invitation_life.total_seconds() / 3600
    return frame.page("invited", member=found, address=address, hours=round(hours))


def _role() -> Role:
    """Raises Invalid."""
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        raise Invalid(errors=(FieldError("/role", "Must be one of the roles."),)) from None


def _tenants() -> frozenset[str] | None:
    """Those that were typed, apart by commas or spaces; nothing is all."""
    typed = request.form.get("tenants", "").replace(",", " ").split()
    return frozenset(typed) or None


def _field(invalid: Invalid) -> str:
    """Which field of the form is wrong; its words say how it must be."""
    return invalid.errors[0].pointer.removeprefix("/")
