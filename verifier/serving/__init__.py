"""`serve`: the queue server, the workers and the web server as children of one process that watches them.

Starts, watches, restarts and stops processes; it must not know what any of them does.
"""
