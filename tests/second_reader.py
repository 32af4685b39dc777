"""A reader of Open Badges that shares no code with the portal: RFC 7515/8017 by whole numbers, PNG by its chunks.

Nothing but the standard library: no JOSE library, no cryptography, no Pillow.
"""

import base64
import hashlib
import json
import struct
import xml.etree.ElementTree as ET
import zlib
from typing import Any

SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
OB = "{https://purl.imsglobal.org/ob/v3p0}"


class Forged(Exception):
    """The signature does not fit, or the token is none."""


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def header_of(token: str) -> dict[str, Any]:
    return json.loads(unpadded(token.split(".")[0]))


def checked(token: str, jwk: dict[str, Any]) -> dict[str, Any]:
    """The claims, when the key signed them (RSASSA-PKCS1-v1_5 with SHA-256)."""
    parts = token.split(".")
    if len(parts) != 3 or header_of(token)["alg"] != "RS256" or jwk["kty"] != "RSA":
        raise Forged
    modulus, exponent = (int.from_bytes(unpadded(jwk[name]), "big") for name in ("n", "e"))
    length = (modulus.bit_length() + 7) // 8
    signature = unpadded(parts[2])
    opened = pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(length, "big")
    told = SHA256_PREFIX + hashlib.sha256(f"{parts[0]}.{parts[1]}".encode()).digest()
    wanted = b"\x00\x01" + b"\xff" * (length - len(told) - 3) + b"\x00" + told
    if len(signature) != length or opened != wanted:
        raise Forged
    return json.loads(unpadded(parts[1]))


def thumbprint(jwk: dict[str, Any]) -> str:
    """RFC 7638."""
    needed = json.dumps(
        {name: jwk[name] for name in ("e", "kty", "n")}, separators=(",", ":"), sort_keys=True
    )
    return base64.urlsafe_b64encode(hashlib.sha256(needed.encode()).digest()).rstrip(b"=").decode()


def token_in_png(content: bytes) -> list[str]:
    """Every text baked under the keyword of Open Badges 3.0; the checksum of each chunk is looked at."""
    assert content.startswith(PNG_SIGNATURE)
    place, found = len(PNG_SIGNATURE), []
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        (told,) = struct.unpack(">I", content[place + 8 + length : place + 12 + length])
        assert zlib.crc32(kind + data) == told
        place += 12 + length
        if kind == b"iTXt" and data.startswith(b"openbadgecredential\x00"):
            compressed, _method, rest = data[20], data[21], data[22:]
            _language, _translated, text = rest.split(b"\x00", 2)
            assert compressed == 0
            found.append(text.decode())
    return found


def token_in_svg(content: str) -> list[str]:
    root = ET.fromstring(content)
    return [str(element.get("verify")) for element in root.iter(f"{OB}credential")]


def bit(encoded_list: str, index: int) -> int:
    """One bit of a status list (multibase base64url of a gzip of bits, the first one leftmost)."""
    assert encoded_list[0] == "u"
    bits = zlib.decompress(unpadded(encoded_list[1:]), wbits=31)
    assert len(bits) * 8 >= 131_072
    return bits[index // 8] >> (7 - index % 8) & 1
