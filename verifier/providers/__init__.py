"""Adapters to the outside world: the job queue and its embedded server. They decide nothing."""
