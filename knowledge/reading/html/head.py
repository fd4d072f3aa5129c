"""What does the head of a page say? Its metadata, its linked data and its links, collected once."""

from collections import defaultdict
from urllib.parse import urljoin

from lxml.html import HtmlElement
from msgspec import Struct

from knowledge.reading.front_matter import is_web_address, language_code
from knowledge.reading.html.linked_data import Claims, read_linked_data

_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site")
_LANGUAGES = ("content-language", "og:locale", "language", "dc.language", "inlanguage")


class Meta(Struct, frozen=True):
    """One value, and the line on which it stands."""

    content: str
    line: int | None


class Head(Struct, frozen=True):
    """What stands in the head of a page."""

    metas: dict[str, list[Meta]]
    """By names in lower case."""
    claims: Claims
    canonical: str
    declared_language: str
    """As the page's root element says it."""

    def find(self, *names: str) -> list[Meta]:
        """List all values of these names: those of the first name first."""
        return [meta for name in names for meta in self.metas.get(name, ())]

    @property
    def site_names(self) -> list[str]:
        """What the site calls itself."""
        names = [meta.content.lstrip("@") for meta in self.find(*_SITE_NAMES)]
        return [*names, self.claims.publisher] if self.claims.publisher else names

    @property
    def language(self) -> str | None:
        """The ISO 639-1 code of the language that the page says it is in."""
        said = (
            self.declared_language,
            *(meta.content for meta in self.find(*_LANGUAGES)),
            self.claims.language,
        )
        return next((code for value in said if (code := language_code(value.split(",")[0]))), None)

    def find_address(self, fetched_from: str | None) -> str | None:
        """Find where the page lies on the web, as it says itself."""
        said = (self.canonical, *(meta.content for meta in self.find("og:url")))
        addresses = (_join(fetched_from, address) for address in said if address)
        return next((address for address in addresses if is_web_address(address)), None)


def _join(base: str | None, address: str) -> str:
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return ""


def read_head(tree: HtmlElement) -> Head:
    """Collect what the head of a page says; metadata may stand in its body as well."""
    metas = defaultdict[str, list[Meta]](list)
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := meta.get(key)):
                metas[name.strip().lower()].append(Meta(content, meta.sourceline))
    links = (
        (link.get("href") or "").strip()
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    )
    language = tree.get("lang") or tree.get("xml:lang") or ""
    return Head(dict(metas), read_linked_data(tree), next(links, ""), language)
