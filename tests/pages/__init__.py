"""The rules of the pages: what makes a wrong number on a page a failing test.

`numbers` is the grammar of numbers, `markup` takes a page apart and finds what is not closed,
`exempt` says which digits nobody has to claim, `claims` matches numbers with expressions,
`examples` hands all of it to sybil, `rules` are the checks that run no code, `languages` compares
the two languages, `contents` says what a page lacks to be a chapter, and `mutations` puts the rest
to the test with a grammar of its own.
"""
