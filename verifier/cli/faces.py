"""`faces`: how many people's faces are stored here, and whether that has to be filed."""

import click

from verifier.assembly import assemble
from verifier.settings import Settings
from verifier.usecases.faces.counting import DUE, NEAR, FilingDuty, count_faces

SAYS = {
    FilingDuty.NONE: f"none; it is near from {NEAR:,} on",
    FilingDuty.NEAR: f"near: prepare the filing that is due at {DUE:,} (Order 19 of 2025, Art. 15)",
    FilingDuty.DUE: "due: file with the provincial cyberspace office within 30 working days of reaching "
    f"{DUE:,} (Order 19 of 2025, Art. 15)",
}


@click.command()
def faces() -> None:
    """Say how many people's faces are stored, of all sites, and whether that has to be filed."""
    stored = count_faces(assemble(Settings.from_env()))
    click.echo(
        f"stored    {stored.people} people at most: {stored.templates} with a template, "
        f"{stored.portraits} with a portrait"
    )
    click.echo(f"filing    {SAYS[stored.duty]}")
