"""What engineers of sites need beside cases: keys, the event log, webhooks and their deliveries."""
