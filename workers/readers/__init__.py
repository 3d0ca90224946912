"""Readers: worker × engine. Each turns one piece of evidence into one reading and judges nothing."""
