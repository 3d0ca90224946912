"""Corporate mailboxes: a message is asked for, carried, answered, or it comes back."""
