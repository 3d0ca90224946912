"""Sending webhooks: from an address that a site chose to bytes on a connection that cannot be led astray."""
