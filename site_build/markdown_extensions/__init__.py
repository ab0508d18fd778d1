"""In: the Markdown of a page. Out: the HTML of its article, before the theme is put around it.

`mkdocs.yml` names them; they know one page each and nothing of the site. `notebook` is a hook of
MkDocs instead, for Markdown alone does not see that a page is one.
"""
