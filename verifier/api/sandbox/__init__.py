"""What a sandbox has beyond production, over HTTP: magic codes, played films, a clock that can be moved."""
