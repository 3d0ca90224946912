"""What is kept of somebody, told and erased, over HTTP."""
