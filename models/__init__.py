"""Inference models: everything that turns pixels into numbers. Not tables: a row is a *record*.

A model sees arrays and gives readings' parts; it knows no case, no tenant and no network.
"""
