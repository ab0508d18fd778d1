"""What the site needs beyond MkDocs: its Markdown extensions and the commands that build it."""
