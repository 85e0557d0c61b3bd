"""Does free memory go back to the system?"""

import platform

import pytest

from tests.alone import alone

BLOCKS, SIZE = 60_000, 1_500  # 90 MB in pieces that the allocator takes from its heap


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="of glibc's allocator")
def test_what_is_free_in_the_middle_of_the_heap_is_given_back():
    code = f"""
import asyncio
from pathlib import Path
from ui.server import malloc as memory

def resident():
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) / 1024

async def once():
    giving = asyncio.create_task(memory.give_back())
    await asyncio.sleep(0.5)
    giving.cancel()

memory.allocate_together()
blocks = [bytearray({SIZE}) for _ in range({BLOCKS})]
last, full = bytearray({SIZE}), resident()
blocks.clear()
kept = resident()
asyncio.run(once())
print(full, kept, resident())
"""
    full, kept, after = map(float, alone(code).stdout.split())
    assert full - kept < 10  # the last piece holds the whole heap
    assert full - after > 70
