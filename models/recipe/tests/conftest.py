"""Settings of all tests."""

import torch

# The models of the tests are far too small to share among threads, which on a busy machine only wait for each other.
torch.set_num_threads(1)
