"""Where a cohort stands: what its figures and its list are made of, each report in a constant number of queries."""
