"""Face sessions: recruiters and their sessions (sites), visits and films (recruiters), readings (workers), reviews."""
