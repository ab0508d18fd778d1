"""What a training step costs here and elsewhere; `make bench` writes the tables."""
