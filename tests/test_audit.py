"""Is it told apart whether no weakness is known, or nothing at all?"""

import stat
import sys
from pathlib import Path

import pytest

from bench import audit

NONE = '{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}'
ONE = '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}]}'
UNKNOWN = '{"dependencies": [{"name": "a", "skip_reason": "not found"}]}'


def told(tmp_path: Path, pypi: str, osv: str) -> str:
    """Make a program that prints what each service tells."""
    tool = tmp_path / "tool"
    says = f"#!{sys.executable}\nimport sys\nprint({osv!r} if 'osv' in sys.argv else {pypi!r})\n"
    tool.write_text(says, "utf-8")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    return str(tool)


@pytest.mark.process
@pytest.mark.parametrize(
    ("pypi", "osv", "code", "said"),
    [
        (NONE, "", 0, "1 packages are pinned, 0 of them with a weakness that is known."),
        (UNKNOWN, ONE, 1, "a 1: CVE-1, fixed in 2"),
        (UNKNOWN, "", 3, "pypi: knows nothing of 1 of 1 packages"),
    ],
)
def test_a_service_that_knows_nothing_is_no_good_news(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pypi: str, osv: str, code: int, said: str
) -> None:
    assert audit.main([told(tmp_path, pypi, osv), "requirements.txt"]) == code
    out = capsys.readouterr()
    assert said in out.out + out.err
