"""Are Qt's resource files read as Qt writes them?"""

import struct
import zlib

import pytest

from scripts import qt_resources


def resource() -> bytes:
    """By hand: the folder a with the files b, plain, and c, packed."""
    names, places = b"", {}
    for name in "abc":
        places[name] = len(names)
        names += struct.pack(">HI", 1, 0) + name.encode("utf-16-be")
    packed = struct.pack(">I", 5) + zlib.compress(b"hello")
    contents = struct.pack(">I", 3) + b"abc" + struct.pack(">I", len(packed)) + packed
    tree = struct.pack(">IHII", 0, 2, 1, 1)
    tree += struct.pack(">IHII", places["a"], 2, 2, 2)
    tree += struct.pack(">IHHHI", places["b"], 0, 0, 0, 0)
    tree += struct.pack(">IHHHI", places["c"], 1, 0, 0, 7)
    head = struct.pack(">4sIIII", b"qres", 1, 20, 20 + len(tree), 20 + len(tree) + len(contents))
    return head + tree + contents + names


def test_files_plain_and_packed_are_found(tmp_path):
    (tmp_path / "x.rcc").write_bytes(resource())
    found = dict(qt_resources.files(tmp_path / "x.rcc"))
    assert found == {"/a/b": b"abc", "/a/c": b"hello"}


def test_another_file_is_refused(tmp_path):
    (tmp_path / "x.rcc").write_bytes(b"PK" + bytes(50))
    with pytest.raises(ValueError):
        list(qt_resources.files(tmp_path / "x.rcc"))
