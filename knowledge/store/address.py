"""Where is the database, and how safely is it spoken to?"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

_LOCAL = {"localhost", "127.0.0.1", "::1"}


class Address(Struct, frozen=True):
    """Names a store in a PostgreSQL database."""

    url: str
    """`postgresql://user@host:port/database`, as PostgreSQL's own programs take it.

    Without the password, which `PGPASSWORD` or the file that `PGPASSFILE` names tell, as they do to those.
    """
    schema: str = "talksbot"
    """The schema in the database: one for each story."""

    def __str__(self) -> str:
        """Name the store as errors and logs do."""
        return f"{self.url.partition('?')[0]} (schema {self.schema})"

    def choose_tls(self) -> dict[str, Any]:
        """Choose TLS whose certificate is verified, unless the URL says how it is, or nothing leaves here."""
        parts = urlsplit(self.url)
        asked = parse_qs(parts.query)
        host = parts.hostname or next(iter(asked.get("host", [""])))
        if "sslmode" in asked or not host or host in _LOCAL or host.startswith("/"):
            return {}
        import ssl  # takes its time, and few need it

        return {"ssl": ssl.create_default_context()}
