"""Where a webhook may go: never into a house, whatever the address is dressed as."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.domain.networks import Reach, is_public, split

PRIVATE = [
    *("0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.1.1", "172.16.0.1"),
    *("172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
    *("::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808"),
    *("64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd12::1"),
    *("fe80::1", "fec0::1", "ff02::1", "5f00::1"),
]
METADATA = [
    "169.254.169.254",  # AWS, Google, Azure, Huawei, OpenStack
    "169.254.0.23",  # Tencent
    "100.100.100.200",  # Alibaba
    "168.63.129.16",  # Azure's platform
    "192.0.0.192",  # Oracle, the old one
    "fd00:ec2::254",  # AWS
    "fd20:ce::254",  # Google
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "101.6.6.6", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2400:3200::1"]


@pytest.mark.parametrize("text", [*PRIVATE, *METADATA])
def test_what_is_not_the_internet_is_refused(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_hosts_of_the_internet_are_taken(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@given(st.ip_addresses())
def test_nothing_is_taken_that_the_standard_library_calls_other_than_global(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    odd = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
    assert not (is_public(address) and (odd or not address.is_global))


WRAPPINGS = {
    "mapped": lambda v4: f"::ffff:{v4}",
    "compatible": lambda v4: f"::{v4}",
    "NAT64": lambda v4: f"64:ff9b::{v4}",
    "local NAT64": lambda v4: f"64:ff9b:1::{v4}",
    "6to4": lambda v4: str(ipaddress.IPv6Address((0x2002 << 112) | (int(v4) << 80))),
    "Teredo": lambda v4: str(ipaddress.IPv6Address((0x20010000 << 96) | (int(v4) ^ 0xFFFFFFFF))),
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@given(v4=st.ip_addresses(v=4))
def test_no_address_of_version_4_is_reached_inside_one_of_version_6(
    wrapping: str, v4: ipaddress.IPv4Address
) -> None:
    assert not is_public(ipaddress.ip_address(WRAPPINGS[wrapping](v4)))


@given(st.lists(st.ip_addresses(), max_size=4))
def test_one_refused_address_spoils_a_name_and_so_does_having_none(
    addresses: list[ipaddress.IPv4Address | ipaddress.IPv6Address],
) -> None:
    assert Reach().takes_all(addresses) == (bool(addresses) and all(map(is_public, addresses)))


@given(st.ip_addresses(v=4))
def test_a_named_network_is_taken_and_nothing_else_beside_the_internet(
    address: ipaddress.IPv4Address,
) -> None:
    intranet = ipaddress.ip_network("10.20.0.0/16")
    assert Reach((intranet,)).takes(address) == (is_public(address) or address in intranet)


@pytest.mark.parametrize(
    "url",
    [
        "https://jobs.example/hooks",
        "https://JOBS.example:8443/hooks?key=a%20b",
        "https://xn--fiq228c.example/",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]:443/x",
    ],
)
def test_an_ordinary_address_is_taken(url: str) -> None:
    assert Reach().objection(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "jobs.example/hooks",
        "http://jobs.example/",
        "ftp://jobs.example/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user@jobs.example/",
        "https://user:pass@jobs.example/",
        "https://@jobs.example/",
        "https://jobs.example/#part",
        "https://jobs.example:0/",
        "https://jobs.example:65536/",
        "https://jobs.example:x/",
        "https://jobs.example\\@evil.example/",
        "https://jobs.example/a b",
        "https://jobs.example/\r\nX: y",
        "https://招聘.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://169.254.169.254/latest",
        "https://.jobs.example/",
        "https://jobs..example/",
        "https://jobs.example/" + "x" * 2048,
    ],
)
def test_an_odd_address_is_refused(url: str) -> None:
    assert Reach().objection(url)


def test_plain_http_is_taken_where_the_operator_says_so() -> None:
    assert Reach(plain_http=True).objection("http://jobs.example/") is None


@given(st.text() | st.text(alphabet="htps:/@[]#?%.\\:1a", max_size=40).map("https://".__add__))
def test_whatever_is_written_is_taken_or_refused_and_what_is_taken_has_a_host(url: str) -> None:
    if Reach().objection(url) is None:
        parts = split(url)
        assert parts is not None
        assert parts.scheme == "https"
        assert parts.hostname
        assert parts.username is None
