"""What a purge and an erasure take out of the tables, each in the caller's transaction. Decides no time."""
