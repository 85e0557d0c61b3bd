"""The benchmark: `make bench` measures the app as it runs and writes bench/report.md and .json.

Parts: `live` (pen move to changed answer, in a real browser, alone and in a crowd), `start` (from
starting the server to a page that answers, first paint, page change, memory), `learning` (training
speed, errors, calibration, the stroke test set). `make bench BENCH="live --crowds 0 10 20"`.
"""
