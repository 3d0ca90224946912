"""The SQLite that the store uses: pysqlite3, with sqlite-vec loaded into every connection. No queries.

Many Pythons are built without loadable extensions, so the standard library's driver will not do. The two must
not open one file in one process: SQLite's locks belong to the process and end when either closes the file.
"""

from types import ModuleType
from typing import Final

import pysqlite3
import sqlite_vec
from sqlalchemy.engine.interfaces import DBAPIConnection

MODULE: Final[ModuleType] = pysqlite3
_LOCKED: Final = (pysqlite3.SQLITE_BUSY, pysqlite3.SQLITE_LOCKED)


def load_vectors(connection: DBAPIConnection) -> None:
    """Give this connection the vector search, and no way to load anything else afterwards."""
    connection.enable_load_extension(True)
    sqlite_vec.load(connection)
    connection.enable_load_extension(False)


def is_locked(error: BaseException) -> bool:
    """Whether another connection has the file."""
    return isinstance(error, pysqlite3.OperationalError) and error.sqlite_errorcode in _LOCKED
