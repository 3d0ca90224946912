"""Company registries: a snapshot that the operator loads, or a vendor over HTTP by a mapping file.

Both answer the same question with the same value (verifier.domain.registry) and pass the same contract suite.
They compare and normalise; they judge nothing. Names, codes and persons never reach a log from here.
"""
