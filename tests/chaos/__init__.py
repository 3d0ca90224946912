"""Kill any process at any moment, and look afterwards whether anything was lost, doubled or left behind.

`service` is the whole service with readers that take no time, `load` uses it as sites and recruiters do,
`monkey` kills, `inquest` looks afterwards, `trial` is all of it in turn. `python -m tests.bench chaos`.
"""

BREAK = "X-Test-Break"  # a header that breaks what serves the request: `code` or `database`
