"""Libraries of any models: models that the recipe did not train, measured as they are, and a router for them."""
