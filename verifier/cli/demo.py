"""What `serve --demo` shows once the service is ready: one specimen, from upload to decision, over real HTTP.

It is a client like any other: it holds a key and speaks to the API. It must not reach into the service.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import requests
from rich.console import Console
from rich.panel import Panel
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from fixtures import Rendering, Specimen, specimen
from verifier.assembly import assemble
from verifier.cli.demo_cases import SEED, hand_in
from verifier.cli.demo_site import Members, Site, declared_honestly
from verifier.cli.staff import demo_link
from verifier.domain.staff import Role
from verifier.sandbox.codes import Script, code_of
from verifier.settings import Settings
from verifier.usecases.ports import Ports
from verifier.usecases.tenants import authenticate, create_tenant

T = TypeVar("T")

EMPLOYER = "demo-employer"  # one account, so that a second run is no stranger with the same licence
BRIEF = 24  # characters of a normalised value that fit beside the printed one
STYLES = {"pass": "green", "concern": "yellow", "inconclusive": "yellow", "fail": "red"}


def show(settings: Settings, base_url: str) -> None:
    """Take a specimen through the service, print what was decided and why, and how to try a photo.

    Then, at the first start, hand in the cases that wait in the console.
    """
    console = Console(highlight=False)
    ports = assemble(settings)
    key = demo_key(settings, ports)
    tenant = authenticate(ports, key).tenant.id
    site = Site(base_url, key)
    case = _take(site, specimen(SEED, rendering=Rendering.PHOTO), console)
    console.print(_decision(case), _fields(case), _findings(case), sep="\n")
    console.print(_next_steps(base_url, tenant, key, _entry(settings)), _mail(settings), soft_wrap=True)
    hand_in_once(settings, site)


def hand_in_once(settings: Settings, site: Site) -> None:
    """Fill the queue of the console, once in the life of a data folder."""
    done = settings.data_dir / "demo.cases"
    if done.exists():
        return
    with suppress(requests.ConnectionError):  # the service was stopped meanwhile: the next start does it
        _write_private(done, "".join(f"{address}\n" for address in hand_in(site)))


def _entry(settings: Settings) -> str:
    """How to get into the console."""
    if not settings.is_trial:
        return f"  {settings.public_url}/console, once you have an account: see docs/console.md"
    links = ((role, demo_link(settings, role)) for role in (Role.REVIEWER, Role.LEAD))
    return "\n".join(f"  as a {role:<8}  {link}" for role, link in links)


def _mail(settings: Settings) -> str:
    """Where the codes for corporate mailboxes go."""
    if settings.smtp_url:
        return "Mail goes out by your mail server (BONAFIDE_SMTP_URL)."
    return f"Nobody is sent mail: messages are files in {settings.mail_folder}"


def demo_key(settings: Settings, ports: Ports) -> str:
    """The key of the tenant "demo": made at the first start and kept, for its owner only."""
    path = settings.data_dir / "demo.key"
    if not path.exists():
        _, key = create_tenant(ports, "demo")
        _write_private(path, key)
    return path.read_text()


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def _take(site: Site, paper: Specimen, console: Console) -> Members:
    columns = (SpinnerColumn(finished_text="[green]✓"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:

        def step(words: str, do: Callable[[], T]) -> T:
            bar = progress.add_task(words, total=1)
            done = do()
            progress.update(bar, completed=1)
            return done

        declared, size = declared_honestly(paper), len(paper.data) // 1024
        case = step("open a case with what the employer declared", lambda: site.open_case(EMPLOYER, declared))
        step(f"add a photo of a specimen licence, {size} KiB", lambda: site.add_licence(case, paper))
        step("submit the case", lambda: site.submit(case))
        return step("a worker reads it, the checks judge, the policy decides", lambda: site.decided(case))


def _decision(case: Members) -> Panel:
    decision = case["decision"]
    verified = decision["outcome"] == "verified"
    lines = [f"[bold]{decision['outcome'].upper()}[/bold]  by policy {decision['policy_version']}"]
    for reason in decision["reasons"]:
        lines += [f"\n[bold]{reason['code']}[/bold]  {reason['auditor']}"]
        lines += [f"   {reason['applicant']['zh']}", f"   {reason['applicant']['en']}"]
    return Panel("\n".join(lines), title=case["id"], border_style="green" if verified else "yellow")


def _fields(case: Members) -> Table:
    table = Table("field", _folded("as printed"), "normalised", "score", box=None, header_style="dim")
    for name, field in case["readings"][0]["fields"].items():
        table.add_row(name, field["value"], _brief(field["normalised"]), f"{field['score']:.2f}")
    return table


def _findings(case: Members) -> Table:
    table = Table("check", "outcome", _folded("what was seen"), box=None, header_style="dim")
    for finding in case["findings"]:
        style = STYLES[finding["outcome"]]
        table.add_row(finding["check"], f"[{style}]{finding['outcome']}[/{style}]", finding["detail"])
    return table


def _brief(text: str | None) -> str:
    """A normalised value as far as it is not simply the printed one again."""
    return text if text and len(text) <= BRIEF else ""


def _folded(header: str) -> Column:
    """A column whose words are wrapped rather than cut: Chinese has no spaces to wrap at."""
    return Column(header, overflow="fold")


def _next_steps(base_url: str, site: str, key: str, entry: str) -> str:
    api = f"{base_url}/v1"
    return f"""
API reference   {api}/docs
Your site       {site}
Demo key        {key}

The reviewers' console, where the specimen above waits for a person and, in half a minute, six others.
Each link signs in once; open the second in a private window:

{entry}

This is a sandbox: every outcome without papers or cameras, by the same endpoints (docs/sandbox.md). To watch
an employer being onboarded from end to end, leave this running and, in another terminal:

  BONAFIDE={base_url} BONAFIDE_SITE={site} BONAFIDE_API_KEY={key} make example

To try a photo of your own, save it as licence.jpg, put in what its owner would declare, and paste:

  API={api}; KEY='Authorization: Bearer {key}'
  CASE=$(curl -s $API/cases -H "$KEY" -H 'Content-Type: application/json' -d '
    {{"account_type": "direct_employer", "declared": {{"name": "…有限公司", "code": "91…", "person": "…"}}}}
    ' | grep -o 'case_[0-9a-z]*' | head -1)
  curl -s $API/cases/$CASE/evidence -H "$KEY" -F kind=business_licence -F file=@licence.jpg
  curl -s -X POST $API/cases/$CASE/submission -H "$KEY" && sleep 8 && curl -s $API/cases/$CASE -H "$KEY"

With the code {code_of(Script.VERIFIED)}, any picture is verified.

To try the recruiter's page with your own face, save a portrait as selfie.jpg, paste, open the link:

  REC=$(curl -s $API/recruiters -H "$KEY" -H 'Content-Type: application/json' \\
    -d "{{\\"reference\\": \\"me-$$-$(date +%s)\\"}}" | grep -o 'rec_[0-9a-z]*')
  curl -s $API/recruiters/$REC/portraits -H "$KEY" -F kind=selfie -F file=@selfie.jpg
  curl -s $API/recruiters/$REC/face-sessions -H "$KEY" -H 'Content-Type: application/json' \\
    -d '{{"purpose": "enrol"}}' | grep -o '{base_url}/face/[^"]*'

Ctrl-C stops everything; what was stored stays.
"""
