"""The background workers: RQ processes that claim tasks, run readers and record readings."""
