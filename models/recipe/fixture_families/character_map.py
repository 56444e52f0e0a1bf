"""A small character map of SentencePiece's compiled form, for the normaliser `Precompiled` of tokenizer.json.

The file is a length, a double-array trie of UTF-8 keys, and the replacements, each ended by a zero byte. A unit of the trie is 32 bits: the
label of the edge into it, whether a key ends at it, and the offset to its children; a key's value is where its replacement begins.
"""

from __future__ import annotations

import struct
import unicodedata

#: Blanks and marks without width, which SentencePiece's own map turns into a blank.
_BLANK = "\t\n\f\r\u1680\u2028\u2029\u202f\u205f\u2581\u3000\ufeff\ufffd" + "".join(map(chr, range(0x2000, 0x2010)))
#: Of what NFKC replaces, what our texts contain: ligatures, full width, superscripts, and letters with a separate accent.
_SINGLE = [*range(0x00A0, 0x0100), *range(0x2000, 0x2030), *range(0x2070, 0x20A0), *range(0x2100, 0x2190), *range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F)]
_ACCENTS = [base + accent for base in "aeiouncAEIOUNC" for accent in "\u0300\u0301\u0302\u0303\u0308\u0327"]


def replacements() -> dict[str, str]:
    """By text, its NFKC where that is another one, and a blank for every kind of blank."""
    candidates = [*map(chr, _SINGLE), *_ACCENTS]
    found = {text: unicodedata.normalize("NFKC", text) for text in candidates}
    return {text: new for text, new in found.items() if new != text} | dict.fromkeys(_BLANK, " ")


def compiled(table: dict[str, str]) -> bytes:
    """The map as SentencePiece stores it."""
    held, starts = bytearray(), {}
    for text, new in sorted(table.items()):
        starts[text.encode()] = len(held)
        held += new.encode() + b"\0"
    units = _Trie(starts).units()
    return struct.pack("<I", 4 * len(units)) + struct.pack(f"<{len(units)}I", *units) + bytes(held)


class _Trie:
    """Places the nodes so that the child for a byte is at the node's place XOR its offset XOR the byte; byte 0 holds the value."""

    def __init__(self, values: dict[bytes, int]) -> None:
        self._values = values
        self._units: dict[int, int] = {0: 0}
        self._bases: set[int] = set()

    def units(self) -> list[int]:
        self._place(0, [(key, key) for key in self._values])
        size = (max(self._units) | 0xFF) + 1
        return [self._units.get(place, 0) for place in range(size)]

    def _place(self, node: int, keys: list[tuple[bytes, bytes]]) -> None:
        """`keys`: what is left of each key below the node, and the whole key."""
        groups: dict[int, list[tuple[bytes, bytes]]] = {}
        for rest, key in keys:
            groups.setdefault(rest[0] if rest else 0, []).append((rest[1:], key))
        # Nodes with one base would have each other's children: a unit knows its label, not its parent.
        base = next(at for at in range(1, 1 << 20) if at not in self._bases and all(at ^ label not in self._units for label in groups))
        self._bases.add(base)
        self._units[node] |= ((base ^ node) << 10) | (0x100 if 0 in groups else 0)
        for label in groups:
            self._units[base ^ label] = label
        for label, below in groups.items():
            if label == 0:
                self._units[base] = 0x80000000 | self._values[below[0][1]]
            else:
                self._place(base ^ label, below)
