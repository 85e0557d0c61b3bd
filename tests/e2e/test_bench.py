"""Can the benchmark's visitors still draw on the real page?"""

import asyncio

from scripts.bench.visitor import crowd


def test_a_crowd_draws_and_is_answered(app_url):
    delays = asyncio.run(crowd(app_url, "Draw", visitors=2, seconds=1))
    assert len(delays["send"]) > 10
    assert len(delays["move"]) >= len(delays["send"])
