"""What does PostgreSQL complain about? Its errors, as ours, each with its cure."""

import ssl
from collections.abc import Generator
from contextlib import contextmanager

import asyncpg
import msgspec

from knowledge.errors import StoreBusyError, StoreDamagedError, StoreError
from knowledge.store.address import Address

LOST = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # such as a server that is stopped, or starts
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
"""The connection, or what it leads to, is not there any more."""
READ_ONLY = (asyncpg.TargetServerAttributeNotMatched, asyncpg.ReadOnlySQLTransactionError)
"""There is no server that takes changes."""
_REFUSED = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidPasswordError)
_ABSENT = (asyncpg.InvalidCatalogNameError,)
_NO_TLS = "rejected SSL upgrade"
"""What asyncpg says of a server that speaks in the clear alone."""


@contextmanager
def translate_errors(address: Address) -> Generator[None]:
    """Raise what goes wrong inside as a `StoreError` that names the database."""
    try:
        yield
    except (asyncpg.PostgresError, *LOST) as error:
        raise _translate(error, address) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreDamagedError(
            f"The store {address} holds what talksbot did not write: {error}.",
            "Restore a backup, or look who else writes to this schema.",
        ) from error


def _translate(error: Exception, address: Address) -> StoreError:
    found = " ".join(str(error).split()) or type(error).__name__
    match error:
        case asyncpg.LockNotAvailableError():
            return StoreBusyError(
                f"Another process keeps the store {address} locked.", "Try again in a moment."
            )
        case asyncpg.DiskFullError():
            return StoreError(
                f"The disk of the store {address} is full: nothing was changed.",
                "Free some space where PostgreSQL keeps its data, and try again.",
            )
        case _ if isinstance(error, READ_ONLY):
            return StoreError(
                f"The store {address} takes no changes: no server but a standby is there.",
                "Promote it, or name all servers that may be the primary in [store] url.",
            )
        case asyncpg.InsufficientPrivilegeError():
            return StoreError(
                f"The store {address} refuses this user: {found}.",
                "Let the user create a schema in the database: GRANT CREATE ON DATABASE … TO ….",
            )
        case _ if isinstance(error, _REFUSED):
            return StoreError(
                f"The store {address} does not let this user in: {found}.",
                "Look at the user in [store] url, and at what PGPASSWORD or PGPASSFILE tell.",
            )
        case _ if isinstance(error, _ABSENT):
            return StoreError(
                f"The store {address} is not there: {found}.",
                "Make the database with `createdb`, or name another one in [store] url.",
            )
        case ssl.SSLError():
            return StoreError(
                f"The store {address} cannot be trusted to be the right one: {found}.",
                "Let SSL_CERT_FILE name the certificate of who signed the database's, or name the host in "
                "[store] url as that does.",
            )
        case _ if _NO_TLS in found:
            return StoreError(
                f"The store {address} speaks in the clear alone: {found}.",
                "Switch TLS on there (ssl = on); in a network of your own, add ?sslmode=disable to the url.",
            )
        case _ if isinstance(error, LOST):
            return StoreError(
                f"The store {address} cannot be reached: {found}.",
                "Look whether PostgreSQL runs there, and whether this machine may connect to it.",
            )
        case _:
            return StoreError(
                f"The store {address} refuses: {found}.", "See what PostgreSQL writes into its log."
            )
