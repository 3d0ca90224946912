"""What the queue can ask for, by dotted name. Arguments are identifiers and nothing else."""

from workers import runtime


def run_task(task_id: str) -> None:
    """Claim the task, read its evidence, keep the reading; return quietly when somebody else has it."""
    runtime.perform(task_id)
