"""The benchmark: `make bench` measures the app as it runs and writes bench/report.md and .json.

Each part can be run alone (`make bench BENCH="photo lrn"`): `live` (pen to changed answers in a
real browser, in crowds, while one trains, beside two rivals), `start` (from starting the server to
a page that answers, first paint), `weight` (the bytes of a first visit), `changes` (of pages),
`cls` (what jumps while they come), `memory`, `learning` (training speed, errors, calibration, the
stroke test set), `schedule` (of 1989), `lrn` (in a training step), `alexnet` (one photo, beside
torch.compile, ONNX Runtime and the floor), `photo` (opened, seen, explained). In small: `make bench
BENCH="live --crowds 0 --seconds 3"`, or `--times 1`.
"""
