"""Properties are tried on the same few examples in every run."""

from hypothesis import settings

settings.register_profile(
    "xorbook", derandomize=True, max_examples=20, deadline=None, database=None
)
settings.load_profile("xorbook")
