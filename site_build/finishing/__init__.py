"""In: the folder of a language as MkDocs has built it. Out: the same folder as readers get it.

`order` says which step follows which, and why.
"""
