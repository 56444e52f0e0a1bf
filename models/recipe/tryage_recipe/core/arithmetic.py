"""Which arithmetic is fast on this machine, and the device that does it.

bf16 is several times faster than fp32 where a processor multiplies it in hardware, and ten times slower where it is
emulated, so the choice belongs to the machine and not to the configuration.
"""

from __future__ import annotations

from functools import cache

import torch
from torch import nn

from tryage_recipe.core.stamps import StageError


@cache
def has_fast_bf16() -> bool:
    """Whether the processor multiplies bf16 matrices in hardware (AVX-512 BF16 or AMX)."""
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


def fast_type(device: torch.device) -> torch.dtype:
    """bf16 where it is fast, else fp32: for arithmetic that tolerates rounding."""
    return torch.bfloat16 if device.type == "cuda" or has_fast_bf16() else torch.float32


def fast_autocast(device: torch.device, enabled: bool = True) -> torch.autocast:
    """A context in which models compute in bf16 where it is fast; without effect elsewhere or when not `enabled`."""
    fast = fast_type(device) == torch.bfloat16
    return torch.autocast(device.type, torch.bfloat16, enabled=enabled and fast)


def require_device(device: str) -> None:
    """Raises StageError when PyTorch cannot compute on the device of this name."""
    if device == "cuda" and not torch.cuda.is_available():
        raise StageError("--device cuda: PyTorch finds no GPU here. Leave --device out to compute on the processor.")


def device_of(model: nn.Module) -> torch.device:
    """Where a model's weights are."""
    return next(model.parameters()).device
