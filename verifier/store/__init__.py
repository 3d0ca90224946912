"""Where state lives: tables, repositories, migrations, blob stores, encryption. It judges nothing.

Nothing here logs: every row and every statement's parameters may hold personal data.
"""
