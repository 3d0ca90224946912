"""Payment batches as files for a bank. They hold account numbers in the clear: a bank has to read them."""
