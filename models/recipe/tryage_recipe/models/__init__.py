"""The neural networks, how they grow, how their weights are rounded, and their ONNX graphs."""
