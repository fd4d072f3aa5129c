"""Do two URLs name the same page? If only the protocol, `www.` and who sent the reader differ."""

from yarl import URL

_TRACKING_PREFIXES = ("utm_", "at_", "mtm_", "pk_", "ns_", "hsa_", "_hs")
_TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid mc_cid mc_eid _ga xtor cmpid cmp "
    "ocid wt_mc wtmc maca ftag smid s_cid ito".split()
)


def canonical(url: str, *, fragment: bool = False) -> str:
    """Give what is the same for all URLs of one page; with `fragment`, of one place in it.

    It is a key and no address: without the protocol, and without `www.`.
    """
    try:
        parsed = URL(url)
        port = "" if parsed.is_default_port() else f":{parsed.explicit_port}"
    except ValueError:
        return url
    if not parsed.host:
        return url
    asked = sorted((name, value) for name, value in parsed.query.items() if not _is_tracking(name))
    query = str(URL.build(query=asked)) if asked else ""
    place = f"#{parsed.raw_fragment}" if fragment and parsed.raw_fragment else ""
    return f"{parsed.host.removeprefix('www.')}{port}{parsed.raw_path.rstrip('/')}{query}{place}"


def is_front_page(url: str) -> bool:
    """Tell whether a URL is that of a whole site."""
    key = canonical(url)
    return "/" not in key and "?" not in key


def is_web(url: object) -> bool:
    """Tell whether something is a URL that can be fetched."""
    if not isinstance(url, str):
        return False
    try:
        parsed = URL(url)
    except ValueError:
        return False
    return parsed.scheme in {"http", "https"} and bool(parsed.host)


def _is_tracking(name: str) -> bool:
    return name.lower() in _TRACKING or name.lower().startswith(_TRACKING_PREFIXES)
