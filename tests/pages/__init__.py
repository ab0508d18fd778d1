"""The rules of the pages: what makes a wrong number on a page a failing test.

`numbers` is the grammar of numbers, `markup` finds what a reader sees, `exempt` says which digits
nobody has to claim, `claims` matches numbers with expressions, `examples` hands all of it to sybil,
`rules` are the checks that run no code, `languages` compares the two languages, `contents` says
what a page lacks to be a chapter.
"""
