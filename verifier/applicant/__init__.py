"""The applicant's hosted pages: what the employer still has to show, and a page for each proof."""
