"""Field visits: ordered by a reviewer, made by an agent whose telephone may be offline, read by reviewers."""
