"""Calls everything public with odd arguments, one or two at a time, and looks at what comes of it.

`targets` says what there is to call, `values` with what, `promises` what may come of it; `search`
puts them together.
"""
