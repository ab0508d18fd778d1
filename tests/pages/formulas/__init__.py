"""Formulas that are executed: what a page says in TeX has to hold."""
