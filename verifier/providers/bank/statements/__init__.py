"""Statement files as rows: tables that banks export, and ISO 20022 messages. Judges and keeps nothing."""
