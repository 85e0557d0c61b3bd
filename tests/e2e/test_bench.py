"""Can the benchmark's visitors still draw on the real page?"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from scripts.bench.visitor import crowd


def test_a_crowd_draws_and_is_answered(app_url):
    with ThreadPoolExecutor(1) as thread:  # Playwright's loop may already run in this one
        visits = crowd(app_url, "Draw", visitors=2, seconds=1)
        delays = thread.submit(asyncio.run, visits).result()
    assert len(delays["send"]) > 10
    assert len(delays["move"]) >= len(delays["send"])
