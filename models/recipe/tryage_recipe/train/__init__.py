"""Training of language models: one loop, one kind of checkpoint, the stages `experts` and `causal`."""
