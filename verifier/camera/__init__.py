"""The recruiter's page: consent, camera, outcome. It speaks HTTP with their browser and decides nothing.

Everything on it is also a plain form, except the camera; so nobody who cannot or will not film is stuck.
"""
