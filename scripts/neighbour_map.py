"""A flat map of many points in which neighbours stay neighbours.

The method is UMAP's (McInnes, Healy, Melville, 2018): a graph of nearest neighbours with weights
between 0 and 1, then points in the plane that are pulled along its edges and pushed away from
points drawn at random. Distances between far islands of such a map mean little.
"""

import torch
from torch import Generator, Tensor

NEIGHBOURS, EPOCHS, PUSHES, PARTS = 12, 250, 5, 24
CURVE_A, CURVE_B = 0.583, 1.334  # UMAP's curve for points at least half a unit apart


def neighbour_map(points: Tensor, generator: Generator) -> Tensor:
    """Points (N, D) -> places (N, 2)."""
    start, end, weight = _graph(points)
    centred = points - points.mean(0)
    axes = torch.linalg.svd(centred, full_matrices=False)[2][:2]
    places: Tensor = centred @ axes.T
    places = places / places.std() + 0.01 * torch.randn(places.shape, generator=generator)
    for epoch in range(EPOCHS):
        drawn = torch.rand(len(weight), generator=generator) < weight
        order = drawn.nonzero().flatten()
        order = order[torch.randperm(len(order), generator=generator)]
        for part in order.chunk(PARTS):
            _step(places, start[part], end[part], 1 - epoch / EPOCHS, generator)
    return places


def _graph(points: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The edges of the neighbours' graph: two ends (E,), and weights (E,) up to 1."""
    squares = points.square().sum(1)
    found = [
        (squares[None] - 2 * part @ points.T).topk(NEIGHBOURS + 1, largest=False)[1]
        for part in points.split(512)
    ]
    near = torch.cat(found)[:, 1:]
    far = torch.stack([(points - points[near[:, k]]).norm(dim=1) for k in range(NEIGHBOURS)], 1)
    weight = _weights(far)
    count = len(points)
    keys = (torch.arange(count)[:, None] * count + near).flatten()
    back = (near * count + torch.arange(count)[:, None]).flatten()
    every, place = torch.cat([keys, back]).unique(return_inverse=True)
    one = torch.zeros(len(every)).index_add_(0, place[: len(keys)], weight.flatten())
    other = torch.zeros(len(every)).index_add_(0, place[len(keys) :], weight.flatten())
    return every // count, every % count, one + other - one * other


def _weights(far: Tensor) -> Tensor:
    """exp(-(distance - nearest) / width), the width such that a row adds up to log2(k)."""
    beyond = far - far[:, :1]
    low, high = torch.full_like(far[:, :1], 1e-4), torch.full_like(far[:, :1], 1e3)
    for _ in range(40):
        middle = (low * high).sqrt()
        small = (-beyond / middle).exp().sum(1, keepdim=True) < torch.tensor(far.shape[1]).log2()
        low, high = torch.where(small, middle, low), torch.where(small, high, middle)
    return (-beyond / high).exp()


def _step(places: Tensor, start: Tensor, end: Tensor, rate: float, generator: Generator) -> None:
    """Pulls both ends of the edges together, pushes each start away from random points."""
    apart = places[start] - places[end]
    square = apart.square().sum(1, keepdim=True).clamp(min=1e-6)
    power = square**CURVE_B
    pull = -2 * CURVE_A * CURVE_B * power / square / (1 + CURVE_A * power) * apart
    move = rate * pull.clamp(-4, 4)
    pushed = start.repeat(PUSHES)
    other = torch.randint(len(places), (len(pushed),), generator=generator)
    apart = places[pushed] - places[other]
    square = apart.square().sum(1, keepdim=True)
    push = 2 * CURVE_B / ((0.001 + square) * (1 + CURVE_A * square**CURVE_B)) * apart
    places.index_add_(0, start, move).index_add_(0, end, -move)
    places.index_add_(0, pushed, rate * push.clamp(-4, 4))
