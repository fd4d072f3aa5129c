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
_NO_TLS = "rejected SSL upgrade"
"""What asyncpg says of a server that speaks in the clear alone."""
_CAUSES: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    (
        (asyncpg.DiskFullError,),
        "The disk of the store {store} is full: nothing was changed.",
        "Free some space where PostgreSQL keeps its data, and try again.",
    ),
    (
        READ_ONLY,
        "The store {store} takes no changes: no server but a standby is there.",
        "Promote it, or name all servers that may be the primary in [store] url.",
    ),
    (
        (asyncpg.InsufficientPrivilegeError,),
        "The store {store} refuses this user: {found}.",
        "Let the user create a schema in the database: GRANT CREATE ON DATABASE … TO ….",
    ),
    (
        (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidPasswordError),
        "The store {store} does not let this user in: {found}.",
        "Look at the user in [store] url, and at what PGPASSWORD or PGPASSFILE tell.",
    ),
    (
        (asyncpg.InvalidCatalogNameError,),
        "The store {store} is not there: {found}.",
        "Make the database with `createdb`, or name another one in [store] url.",
    ),
    (
        (ssl.SSLError,),
        "The store {store} cannot be trusted to be the right one: {found}.",
        "Let SSL_CERT_FILE name who signed its certificate, or name the host in [store] url as that does.",
    ),
    (
        LOST,
        "The store {store} cannot be reached: {found}.",
        "Look whether PostgreSQL runs there, and whether this machine may connect to it.",
    ),
    ((Exception,), "The store {store} refuses: {found}.", "See what PostgreSQL writes into its log."),
)
"""What an error is, what it means, and its cure; the first that fits counts."""


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
    if isinstance(error, asyncpg.LockNotAvailableError):
        return StoreBusyError(f"Another process keeps the store {address} locked.", "Try again in a moment.")
    found = " ".join(str(error).split()) or type(error).__name__
    if _NO_TLS in found:
        return StoreError(
            f"The store {address} speaks in the clear alone: {found}.",
            "Switch TLS on there (ssl = on); in a network of your own, add ?sslmode=disable to the url.",
        )
    _, reason, cure = next(cause for cause in _CAUSES if isinstance(error, cause[0]))
    return StoreError(reason.format(store=address, found=found), cure)
