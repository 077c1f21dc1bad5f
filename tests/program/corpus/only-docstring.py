"""A module that is its docstring."""
