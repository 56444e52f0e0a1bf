"""The stage `router`: it learns to predict the Q table."""
