"""One thread for torch: on a busy machine its threads wait for each other longer than they work."""

import torch

torch.set_num_threads(1)
