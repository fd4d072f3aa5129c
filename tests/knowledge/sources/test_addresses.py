import ipaddress
import socket

import pytest
from yarl import URL

from knowledge.sources.addresses import Addresses, ForbiddenAddressError, is_public

PUBLIC = [
    "8.8.8.8", "1.1.1.1", "93.184.215.14", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1",
    "2606:4700::1111", "2a00:1450:4001::200e", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    "2001:4860::5efe:8.8.8.8",
]  # fmt: skip
NOT_PUBLIC = [
    "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "192.0.0.1", "192.0.2.7", "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "168.63.129.16", "::", "::1", "::127.0.0.1", "::8.8.8.8", "fe80::1", "fe80::1%eth0", "2606:4700::1111%1",
    "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "2001::1", "2001:db8::1", "2002:808:808::",
    "2002:7f00:1::", "3fff::1", "5f00::1", "::ffff:127.0.0.1", "::ffff:a00:1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "2001:4860::5efe:7f00:1", "2001:4860::200:5efe:a00:1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_dialled(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
    assert Addresses().allows(address, 443)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public_may_not_be_dialled_in_any_form(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    assert not Addresses().allows(address, 443)


@pytest.mark.parametrize(
    "address", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "", "8.8.8.8."]
)
def test_what_is_no_address_in_its_usual_form_may_not_be_dialled(address: str) -> None:
    assert not Addresses().allows(address, 443)


def test_what_a_test_allows_is_allowed_and_nothing_beside_it() -> None:
    addresses = Addresses({("127.0.0.1", 8001), ipaddress.ip_network("10.1.0.0/16")})
    assert addresses.allows("127.0.0.1", 8001)
    assert addresses.allows("10.1.2.3", 80)
    assert not addresses.allows("127.0.0.1", 80)
    assert not addresses.allows("127.0.0.2", 8001)
    assert not addresses.allows("10.2.2.3", 80)
    addresses.check_url(URL("http://example.org:8001/"))
    with pytest.raises(ForbiddenAddressError, match="port 8002"):
        addresses.check_url(URL("http://example.org:8002/"))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/", "is no web address"),
        ("file:///etc/passwd", "is no web address"),
        ("//example.org/", "is no web address"),
        ("http:///nothing", "is no web address"),
        ("https://me@example.org/", "user's name or password"),
        ("https://:secret@example.org/", "user's name or password"),
        ("http://example.org:22/", "port 22"),
        ("https://example.org/" + "a" * 2_000, "is no web address"),
    ],
)
def test_urls_are_refused_for_what_they_say_by_themselves(url: str, reason: str) -> None:
    with pytest.raises(ForbiddenAddressError, match=reason):
        Addresses().check_url(URL(url))


@pytest.mark.parametrize(
    "url", ["http://example.org", "https://example.org/a?b#c", "https://example.org:8443/"]
)
def test_plain_web_addresses_are_not_refused(url: str) -> None:
    Addresses().check_url(URL(url))


async def test_only_the_public_addresses_of_a_name_are_handed_on() -> None:
    async def look_up(host: str, port: int) -> list[str]:
        return ["127.0.0.1", "8.8.8.8", "fe80::1%2", "2606:4700::1111"]

    found = await Addresses(lookup=look_up).resolve("mixed.test", 443)
    assert [(each["host"], each["family"], each["port"]) for each in found] == [
        ("8.8.8.8", socket.AF_INET, 443),
        ("2606:4700::1111", socket.AF_INET6, 443),
    ]


async def test_a_name_that_means_no_public_address_is_refused() -> None:
    async def look_up(host: str, port: int) -> list[str]:
        return ["10.0.0.1", "::1"]

    with pytest.raises(ForbiddenAddressError, match=r"not public \(inner\.test\)"):
        await Addresses(lookup=look_up).resolve("inner.test", 443)


async def test_a_name_that_means_nothing_has_no_addresses() -> None:
    async def look_up(host: str, port: int) -> list[str]:
        return []

    addresses = Addresses(lookup=look_up)
    assert await addresses.resolve("nowhere.test") == []
    await addresses.close()


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "::1"]
)
async def test_the_system_is_asked_what_a_name_means_and_all_forms_of_numbers_come_down_to_it(
    host: str,
) -> None:
    with pytest.raises(ForbiddenAddressError):
        await Addresses().resolve(host, 80)


async def test_an_address_of_one_interface_keeps_its_name() -> None:
    with pytest.raises((ForbiddenAddressError, OSError)):
        await Addresses().resolve("fe80::1%1", 80)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_socket_is_opened_for_an_address_that_is_not_public(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    place = (address, 443, 0, 0) if ":" in address else (address, 443)
    with pytest.raises(ForbiddenAddressError):
        Addresses().open_socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", place))


def test_no_socket_is_opened_for_an_address_of_one_interface() -> None:
    place = ("2606:4700::1111", 443, 0, 2)
    with pytest.raises(ForbiddenAddressError):
        Addresses().open_socket((socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", place))


@pytest.mark.parametrize("place", [("8.8.8.8", 443), ("2606:4700::1111", 443, 0, 0)])
def test_a_socket_is_opened_for_a_public_address(place: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
    with Addresses().open_socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", place)) as opened:
        assert opened.family is family
