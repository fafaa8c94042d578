"""The compression of macro text, as [MS-OVBA] 2.4.1 "Compression and Decompression" has it.

A container is a signature byte and chunks of 4,096 bytes each; within a chunk, a run of bytes that
stood there before becomes a copy token of an offset and a length, whose share of 16 bits depends on
how far into the chunk it stands.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache

CHUNK = 4096
SIGNATURE = 0x01
_RAW = 0x3FFF  # the header of a chunk that is not compressed, [MS-OVBA] 2.4.1.1.5
_COMPRESSED = 0xB000
_SHORTEST = 3
_TOKENS = 8


@lru_cache(maxsize=32)  # the modules are the same in every workbook
def compress(data: bytes) -> bytes:
    """The compressed container of ``data``: [MS-OVBA] 2.4.1.3.6 "Compression algorithm".

    Exact for all text; the format has no way to hold a last chunk of less than 4,096 bytes that
    does not shrink (noise), which is stored with zeros after it, as the specification says.
    """
    chunks = (data[start : start + CHUNK] for start in range(0, len(data), CHUNK))
    return bytes((SIGNATURE,)) + b"".join(map(_chunk, chunks))


def _chunk(chunk: bytes) -> bytes:
    """One chunk with its header: 2.4.1.3.7 "Compressing a DecompressedChunk"."""
    body = b"".join(_sequences(chunk))
    if len(body) > CHUNK:
        return struct.pack("<H", _RAW) + chunk.ljust(CHUNK, b"\0")
    return struct.pack("<H", _COMPRESSED | (len(body) - 1)) + body


def _sequences(chunk: bytes) -> Iterator[bytes]:
    """Eight tokens after a byte of flags, time after time: 2.4.1.3.8 "TokenSequence"."""
    at = 0
    while at < len(chunk):
        flags, tokens = 0, bytearray()
        for token in range(_TOKENS):
            if at == len(chunk):
                break
            back, length = _match(chunk, at)
            if length:
                flags |= 1 << token
                tokens += _copy_token(at, back, length)
                at += length
            else:
                tokens.append(chunk[at])
                at += 1
        yield bytes((flags, *tokens))


def _match(chunk: bytes, at: int) -> tuple[int, int]:
    """How far back the longest and nearest run like the one at ``at`` begins, and its length;
    (0, 0) when there is none worth a token: 2.4.1.3.19.4 "Matching"."""
    most = min((0xFFFF >> _offset_bits(at)) + _SHORTEST, len(chunk) - at)
    back = length = 0
    found, size = at, _SHORTEST
    while size <= most:
        # A longer run begins no later than a shorter one does; it may run into what it repeats.
        found = chunk.rfind(chunk[at : at + size], 0, min(found, at - 1) + size)
        if found < 0:
            break
        back, length, size = at - found, size, size + 1
    return back, length


def _copy_token(at: int, back: int, length: int) -> bytes:
    """2.4.1.3.19.3 "Pack CopyToken"."""
    return struct.pack("<H", (back - 1) << (16 - _offset_bits(at)) | (length - _SHORTEST))


def _offset_bits(at: int) -> int:
    """How many of the 16 bits are the offset's: 2.4.1.3.19.1 "CopyToken Help"."""
    return max(4, (at - 1).bit_length())


def decompress(container: bytes, most: int) -> bytes:
    """What is in a container, [MS-OVBA] 2.4.1.3.1 "Decompression algorithm", never more than
    ``most`` bytes and a chunk in memory; ValueError when it is unsound or holds more."""
    if container[:1] != bytes((SIGNATURE,)):
        raise ValueError("no compressed container")
    got, at = bytearray(), 1
    while at < len(container):
        if at + 2 > len(container):
            raise ValueError("a chunk without its header")
        header = int.from_bytes(container[at : at + 2], "little")
        end = at + (header & 0x0FFF) + 3
        if header >> 12 & 7 != 3 or end > len(container):
            raise ValueError("an unsound chunk")
        body = container[at + 2 : end]
        got += _expanded(body) if header & 0x8000 else body
        if len(got) > most:
            raise ValueError("more than is allowed")
        at = end
    return bytes(got)


def _expanded(body: bytes) -> bytearray:
    """One compressed chunk: 2.4.1.3.2 "Decompressing a CompressedChunk"."""
    out, at = bytearray(), 0
    while at < len(body):
        flags, at = body[at], at + 1
        if not flags:
            out += body[at : at + _TOKENS]
            at += _TOKENS
        else:
            at = _tokens(out, body, at, flags)
        if len(out) > CHUNK:
            raise ValueError("a chunk of more than 4,096 bytes")
    return out


def _tokens(out: bytearray, body: bytes, at: int, flags: int) -> int:
    """Up to eight tokens, some of them copies; gives where the next sequence begins."""
    end = len(body)
    for token in range(_TOKENS):
        if at >= end:
            break
        if flags >> token & 1:
            if at + 2 > end:
                raise ValueError("half a token")
            _copy(out, body[at] | body[at + 1] << 8)
            at += 2
        else:
            out.append(body[at])
            at += 1
    return at


def _copy(out: bytearray, token: int) -> None:
    """2.4.1.3.19.2 "Unpack CopyToken" and 2.4.1.3.11 "Byte Copy"; the run may overlap its copy."""
    size = len(out)
    bits = _offset_bits(size)
    start = size - (token >> (16 - bits)) - 1
    end = start + (token & (0xFFFF >> bits)) + _SHORTEST
    if start < 0:
        raise ValueError("a copy of what is not there")
    if end > size:
        out += (out[start:] * (end - start))[: end - start]
    else:
        out += out[start:end]
