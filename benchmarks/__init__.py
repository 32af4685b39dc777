"""Measured claims, run by hand with `make bench`. Never part of the tests: a busy machine is no defect."""
