"""Which addresses may be reached: public ones, and private ones only where the user names the host."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult

from hedui.errors import ArticleError

# Addresses of version 6 that stand for one of version 4 behind a translator.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))


@dataclass(frozen=True, slots=True)
class Host:
    """A host's name as the wire has it, and a port."""

    name: str
    port: int


def host_of(parts: SplitResult) -> Host:
    """The host of an address, in ASCII.  Raises ArticleError for a name that is none."""
    name = (parts.hostname or "").rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError as error:
            raise ArticleError(f"{name[:80]} 不是有效的域名。") from error
    return Host(name, parts.port or (443 if parts.scheme == "https" else 80))


def addresses_of(host: Host, private: frozenset[Host]) -> list[str]:
    """The addresses of a host.  Raises ArticleError where the name is unknown or any address is not public."""
    try:
        found = socket.getaddrinfo(host.name, host.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ArticleError(f"找不到主机 {host.name[:80]}。请检查网址和网络。") from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    inside = [address for address in addresses if not is_public(address)]
    if inside and host not in private:
        raise ArticleError(
            f"{host.name[:80]} 是本机或内网地址（{inside[0]}），没有取。"
            "确要取，请在命令里写明这个网址并加 --allow-local。"
        )
    return addresses


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif any(found in network for network in _TRANSLATED) or found.teredo is not None:
            return False
    return found.is_global and not found.is_multicast
