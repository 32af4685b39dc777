"""The public list of bits that says which credentials were taken back (W3C Bitstring Status List 1.0)."""

import base64
import gzip
from collections.abc import Iterable

SIZE = 131_072  # the least the standard allows: one among many, so that asking says nothing about a person


def encoded(taken_back: Iterable[int], size: int = SIZE) -> str:
    """Bit 0 is the leftmost of the first byte; compressed, in base64url, with the letter of its base before it."""
    bits = bytearray(size // 8)
    for index in taken_back:
        bits[index // 8] |= 0x80 >> (index % 8)
    packed = gzip.compress(bytes(bits), compresslevel=9, mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
