"""Payroll files, good and bad, made from nothing: the 52 kinds and what must become of each."""
