"""Who may do what: one function and one transaction each. They speak to the world through `ports` only."""
