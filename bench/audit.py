"""Is a weakness known of anything that is pinned? pip-audit asks for advisories; this says what came of it.

    python -m bench.audit PIP_AUDIT REQUIREMENTS ...

pip-audit alone says "no known vulnerabilities" of a package of which it could learn nothing at all.
"""

import subprocess
import sys
from collections.abc import Sequence

import msgspec

_SERVICES = "pypi", "osv"
"""Who gives the advisories: where the first one knows a package not, the second is asked."""
_OPTIONS = "--disable-pip --require-hashes --progress-spinner off --format json".split()
_DONE, _FOUND, _UNKNOWN = 0, 1, 3


class Weakness(msgspec.Struct, frozen=True):
    """What an advisory says of a package."""

    id: str
    fix_versions: tuple[str, ...] = ()


class Package(msgspec.Struct, frozen=True):
    """What is known of a package that is pinned."""

    name: str
    version: str = ""
    vulns: tuple[Weakness, ...] = ()
    skip_reason: str = ""


class _Told(msgspec.Struct, frozen=True):
    dependencies: tuple[Package, ...]


def main(argv: Sequence[str]) -> int:
    """Ask one service, else the other; 0: no weakness is known, 1: one is, 3: nobody told."""
    tool, *files = argv
    failures: list[str] = []
    for service in _SERVICES:
        command = [tool, "--vulnerability-service", service, *_OPTIONS]
        asked = subprocess.run(  # noqa: S603  nothing of it comes from elsewhere
            [*command, *(part for file in files for part in ("--requirement", file))],
            capture_output=True,
            check=False,
            timeout=600,
        )
        try:
            packages = msgspec.json.decode(asked.stdout, type=_Told).dependencies
        except msgspec.DecodeError:
            last = asked.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            failures.append(f"{service}: {last}")
            continue
        if not any(each.skip_reason for each in packages):
            return report(packages)
        failures.append(f"{service}: knows nothing of {_count_skipped(packages)} of {len(packages)} packages")
    print(
        "Nobody told which weaknesses are known, so nothing is audited:",
        *failures,
        sep="\n  ",
        file=sys.stderr,
    )
    return _UNKNOWN


def report(packages: Sequence[Package]) -> int:
    """Say which weaknesses are known of all packages; 1 where there is one."""
    weak = [each for each in packages if each.vulns]
    for package in weak:
        for each in package.vulns:
            cure = f"fixed in {', '.join(each.fix_versions)}" if each.fix_versions else "not fixed yet"
            print(f"{package.name} {package.version}: {each.id}, {cure}")
    print(f"{len(packages)} packages are pinned, {len(weak)} of them with a weakness that is known.")
    return _FOUND if weak else _DONE


def _count_skipped(packages: Sequence[Package]) -> int:
    return sum(bool(each.skip_reason) for each in packages)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
