"""The book as a folder that opens without a host: a built site, made over for `file:` addresses."""
