"""Is our response normalisation PyTorch's, forward and backward?"""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from cnn.models import lrn
from cnn.models.lrn import LocalResponseNorm

sizes = st.integers(1, 6)


def both(x, theirs, ours):
    """Outputs and gradients of the two layers for the same random weighting of the outputs."""
    results = []
    for layer in (theirs, ours):
        leaf = x.clone().requires_grad_()
        out = layer(leaf)
        (out * torch.linspace(-1, 2, out.numel()).view_as(out)).sum().backward()
        results.append((out, leaf.grad))
    return results


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**31),
    shape=st.tuples(st.sampled_from([1, 3, 16, 19]), st.integers(1, 12), sizes, sizes),
    scale=st.sampled_from([0.0, 1e-3, 1.0, 100.0]),
    last=st.booleans(),
)
def test_equals_torch_with_the_papers_constants(seed, shape, scale, last):
    x = torch.randn(shape, generator=torch.Generator().manual_seed(seed)) * scale
    x = x.to(memory_format=torch.channels_last) if last else x
    theirs, ours = nn.LocalResponseNorm(5, 1e-4, 0.75, 2.0), LocalResponseNorm(shape[1])
    for want, have in zip(*both(x, theirs, ours), strict=True):
        torch.testing.assert_close(have, want, rtol=1e-5, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(
    n=st.integers(1, 8),
    alpha=st.floats(0, 1),
    beta=st.sampled_from([0.25, 0.5, 0.75, 1.0]),
    k=st.floats(1, 3),
)
def test_equals_torch_with_other_constants(n, alpha, beta, k):
    x = torch.randn(2, 9, 3, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(n))
    theirs = nn.LocalResponseNorm(n, alpha, beta, k)
    ours = LocalResponseNorm(9, n, alpha, beta, k).double()
    for want, have in zip(*both(x, theirs, ours), strict=True):
        torch.testing.assert_close(have, want, rtol=1e-6, atol=1e-7)


def test_gradient_agrees_with_finite_differences():
    layer = LocalResponseNorm(7, alpha=0.5).double()
    x = torch.randn(2, 7, 2, 2, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(layer, x)


def test_a_batch_comes_to_the_same_without_numba(monkeypatch):
    """The app's requirements are without it."""
    x = torch.randn(16, 24, 5, 5)
    compiled = both(x, nn.Identity(), LocalResponseNorm(24))[1]
    monkeypatch.setattr(lrn, "_has_numba", lambda: False)
    for want, have in zip(compiled, both(x, nn.Identity(), LocalResponseNorm(24))[1], strict=True):
        torch.testing.assert_close(have, want, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_batch_in_bfloat16_is_the_float_result_rounded(threads):
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    x = 20 * torch.randn(16, 24, 7, 5).bfloat16().contiguous(memory_format=torch.channels_last)
    theirs, _ = both(x.float(), nn.LocalResponseNorm(5, k=2.0), nn.Identity())
    half = both(x, nn.Identity(), LocalResponseNorm(24))[1]
    torch.set_num_threads(before)
    for want, have in zip(theirs, half, strict=True):
        assert have.dtype == torch.bfloat16
        torch.testing.assert_close(have.float(), want, rtol=0.01, atol=0.01)


def test_half_precision_stays_near_and_keeps_its_type():
    x = torch.randn(2, 16, 5, 5).relu()
    with torch.autocast("cpu", torch.bfloat16):
        out = LocalResponseNorm(16)(x.bfloat16())
    assert out.dtype == torch.bfloat16
    torch.testing.assert_close(out.float(), nn.LocalResponseNorm(5, k=2.0)(x), rtol=0.02, atol=0.01)


def test_it_keeps_its_type_where_roots_come_back_in_float32(monkeypatch):
    """As under CUDA's autocast."""
    power = lrn._power
    monkeypatch.setattr(lrn, "_power", lambda d, beta: power(d.float(), beta))
    x = torch.randn(2, 16, 5, 5).relu().bfloat16()
    assert LocalResponseNorm(16)(x).dtype == torch.bfloat16


@pytest.mark.slow
def test_torch_compile_takes_it_whole():
    layer = LocalResponseNorm(8)
    x = torch.randn(1, 8, 4, 4)
    compiled = torch.compile(layer, backend="aot_eager", fullgraph=True)
    for want, have in zip(*both(x, layer, compiled), strict=True):
        torch.testing.assert_close(have, want)


def test_a_second_derivative_is_refused_rather_than_wrong():
    x = torch.rand(1, 6, 2, 2, requires_grad=True)
    (slope,) = torch.autograd.grad(LocalResponseNorm(6)(x).sum(), x, create_graph=True)
    with pytest.raises(RuntimeError):
        torch.autograd.grad(slope.sum(), x)
