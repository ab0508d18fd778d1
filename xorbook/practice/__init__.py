"""Practice: problems for the hand as many as wanted, each drawn from a seed, with its solution.

`problem` draws one of a kind, `sheet` some of which no two are the same; `KINDS` names the kinds.
`python -m xorbook.practice FILE` writes sheets to print, with their key.

>>> from xorbook import practice
>>> print(*practice.KINDS)
gate slope shapes loss forward factors gradients update
"""

from xorbook.practice.problem import KINDS, Answer, Problem, problem, sheet

__all__ = ["KINDS", "Answer", "Problem", "problem", "sheet"]
