"""What the queue can ask for, by dotted name. Arguments are identifiers and nothing else."""

from rq import get_current_job

from verifier.telemetry import tracing
from workers import runtime


def run_task(task_id: str) -> None:
    """Claim the task, read its evidence, keep the reading; return quietly when somebody else has it."""
    job = get_current_job()
    parent = job.meta.get(tracing.PARENT) if job else None
    with tracing.span("run_task", {"bonafide.task": task_id}, parent):
        runtime.perform(task_id)
