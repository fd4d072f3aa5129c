"""Where is the database, and how safely is it spoken to?"""

from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit, urlunsplit

from msgspec import Struct
from msgspec.structs import replace

_LOCAL = {"", "localhost", "127.0.0.1", "::1"}
_TARGET = "target_session_attrs"


class Address(Struct, frozen=True):
    """Names a store in a PostgreSQL database."""

    url: str
    """`postgresql://user@host:port/database`, as PostgreSQL's own programs take it.

    There may be several hosts, with commas: all servers that may be the primary. Without the password, which
    `PGPASSWORD` or the file that `PGPASSFILE` names tell, as they do to those programs.
    """
    schema: str = "talksbot"
    """The schema in the database: one for each story."""

    def __str__(self) -> str:
        """Name the store as errors and logs do."""
        return f"{self.url.partition('?')[0]} (schema {self.schema})"

    def split(self) -> tuple[Self, ...]:
        """Give an address for each of its hosts."""
        parts = urlsplit(self.url)
        user, at, hosts = parts.netloc.rpartition("@")
        if "," not in hosts:
            return (self,)
        each_part = (parts._replace(netloc=f"{user}{at}{host}") for host in hosts.split(","))
        return tuple(replace(self, url=urlunsplit(each)) for each in each_part)

    def choose_server(self, *, write: bool) -> dict[str, Any]:
        """Choose a server that takes changes where some are to be made, unless the URL says which."""
        return {} if _TARGET in self._asked else {_TARGET: "read-write" if write else "any"}

    def choose_tls(self) -> dict[str, Any]:
        """Choose TLS whose certificate is verified, unless the URL says how it is, or nothing leaves here."""
        named = urlsplit(self.url).netloc.rpartition("@")[2] or self._asked.get("host", [""])[-1]
        if "sslmode" in self._asked or all(map(_is_local, named.split(","))):
            return {}
        import ssl  # takes its time, and few need it

        return {"ssl": ssl.create_default_context()}

    @property
    def _asked(self) -> Mapping[str, list[str]]:
        return parse_qs(urlsplit(self.url).query)


def _is_local(host: str) -> bool:
    """Whether a host, with its port or without, is this machine, or a folder of sockets."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return name in _LOCAL or name.startswith("/")
