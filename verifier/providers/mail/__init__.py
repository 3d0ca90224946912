"""How mail leaves: a folder of messages, or a mail server. And what the name system says of domains."""
