"""Which arithmetic is fast on this processor.

bf16 is several times faster than fp32 where the processor multiplies it in hardware, and ten times slower where it is
emulated, so the choice belongs to the machine and not to the configuration.
"""

from __future__ import annotations

from functools import cache

import torch


@cache
def has_fast_bf16() -> bool:
    """Whether the processor multiplies bf16 matrices in hardware (AVX-512 BF16 or AMX)."""
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


def fast_type() -> torch.dtype:
    """bf16 where it is fast, else fp32: for arithmetic that tolerates rounding."""
    return torch.bfloat16 if has_fast_bf16() else torch.float32


def fast_autocast(enabled: bool = True) -> torch.autocast:
    """A context in which models compute in bf16 where it is fast; without effect elsewhere or when not `enabled`."""
    return torch.autocast("cpu", torch.bfloat16, enabled=enabled and has_fast_bf16())
