"""What the site needs beyond MkDocs, in three rooms, and what they share.

A page passes through two of them: `markdown_extensions` (from its Markdown to HTML), then
`finishing` (from what MkDocs has built to what readers get). `commands` holds what one can ask for:
build, serve, offline, pdf, fonts; `python -m site_build --help` lists them.
"""
