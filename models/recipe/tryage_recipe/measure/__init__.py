"""What trained experts do: the Q table, constraints, probes."""
