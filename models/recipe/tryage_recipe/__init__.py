"""Training recipe of an expert library: small masked language models and a router over them."""
