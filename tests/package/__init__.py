"""The package against oracles that share no code with it."""
