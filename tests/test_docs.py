"""Do the pages for people lead where they say?"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)#]+?)(#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_within_the_project_leads_to_a_file(page: Path) -> None:
    links = {found[1] for found in LINK.finditer(page.read_text("utf-8"))}
    assert not [each for each in links if "://" not in each and not (page.parent / each).exists()]


def test_the_readme_leads_to_each_page() -> None:
    readme = PAGES[0].read_text("utf-8")
    assert not [page.name for page in PAGES[1:] if f"docs/{page.name}" not in readme]
