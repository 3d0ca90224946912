"""What `serve --demo` shows once the service is ready: one specimen, from upload to decision, over real HTTP.

It is a client like any other: it holds a key and speaks to the API. It must not reach into the service.
"""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import requests
from rich.console import Console
from rich.panel import Panel
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from fixtures import Rendering, Specimen, specimen
from verifier.assembly import assemble
from verifier.domain.reading import FieldName
from verifier.sandbox.codes import Script, code_of
from verifier.settings import Settings
from verifier.usecases.ports import Ports
from verifier.usecases.tenants import authenticate, create_tenant

Members: TypeAlias = Mapping[str, Any]

SEED = 7
EMPLOYER = "demo-employer"  # one account, so that a second run is no stranger with the same licence
ANSWER_WITHIN = 30  # seconds, for one request
DECIDED_WITHIN = 180  # seconds, on a slow machine that does other things
POLL = 0.3  # seconds
BRIEF = 24  # characters of a normalised value that fit beside the printed one
STYLES = {"pass": "green", "concern": "yellow", "inconclusive": "yellow", "fail": "red"}


def show(settings: Settings, base_url: str) -> None:
    """Take a specimen through the service, print what was decided and why, and how to try a photo."""
    console = Console(highlight=False)
    ports = assemble(settings)
    key = demo_key(settings, ports)
    site = authenticate(ports, key).tenant.id
    paper = specimen(SEED, rendering=Rendering.PHOTO)
    case = _take(_client(key), f"{base_url}/v1", paper, console)
    console.print(_decision(case), _fields(case), _findings(case), sep="\n")
    console.print(_next_steps(base_url, site, key), soft_wrap=True)


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


def _client(key: str) -> requests.Session:
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {key}"
    session.trust_env = False  # the service is on this machine, whatever proxy is set
    return session


def _take(client: requests.Session, api: str, paper: Specimen, console: Console) -> Members:
    columns = (SpinnerColumn(finished_text="[green]✓"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:

        def step(words: str, do: Callable[[], Members]) -> Members:
            bar = progress.add_task(words, total=1)
            members = do()
            progress.update(bar, completed=1)
            return members

        opened = step("open a case with what the employer declared", lambda: _open(client, api, paper))
        url = f"{api}/cases/{opened['id']}"
        size = len(paper.data) // 1024
        step(
            f"add a photo of a specimen licence, {size} KiB",
            lambda: _post(
                client,
                f"{url}/evidence",
                data={"kind": "business_licence"},
                files={"file": ("licence.jpg", paper.data, paper.media_type)},
            ),
        )
        step("submit the case", lambda: _post(client, f"{url}/submission"))
        return step("a worker reads it, the checks judge, the policy decides", lambda: _decided(client, url))


def _open(client: requests.Session, api: str, paper: Specimen) -> Members:
    truth = paper.truth
    declared = {
        "name": truth[FieldName.NAME],
        "code": truth[FieldName.CODE],
        "person": truth[FieldName.PERSON],
    }
    question = {"account_type": "direct_employer", "declared": declared, "reference": EMPLOYER}
    return _post(client, f"{api}/cases", json=question)


def _post(client: requests.Session, url: str, **body: Any) -> Members:
    return _members(client.post(url, timeout=ANSWER_WITHIN, **body))


def _decided(client: requests.Session, url: str) -> Members:
    give_up_at = time.monotonic() + DECIDED_WITHIN
    while True:
        case = _members(client.get(url, timeout=ANSWER_WITHIN))
        if case["decision"] is not None:
            return case
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"not decided within {DECIDED_WITHIN} seconds; see the log above")
        time.sleep(POLL)


def _members(answer: requests.Response) -> Members:
    answer.raise_for_status()
    members: Members = answer.json()
    return members


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


def _next_steps(base_url: str, site: str, key: str) -> str:
    api = f"{base_url}/v1"
    return f"""
API reference   {api}/docs
Your site       {site}
Demo key        {key}

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
