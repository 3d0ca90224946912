"""Screening of job texts: signs of trades that buy résumés and forged accounts, weighed with the scope.

Pure: a text, what is known of the employer and a lexicon in, tags out. Lexicons are versioned files; a site
may lay a file of its own over one. Nothing here refuses anybody: the most that words can bring about is that
a person looks.
"""
