"""Where evidence is kept: encrypted bytes under their SHA-256, in a folder or an object store."""
