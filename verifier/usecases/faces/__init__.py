"""Face sessions: what sites, recruiters, workers and reviewers do with them, one function each."""
