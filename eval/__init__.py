"""Evaluation: question sets in, scores with their uncertainty and a report that a person can read out.

`eval.run.evaluate` scores an assistant, `eval.run.main` is the command;
import what is needed from the modules themselves.
"""
