"""Generator of an invented election cycle: the FEC's bulk downloads, and electronic filings.

Everything it writes is made up: people, employers, committees, districts and money. The files
only look like the FEC's, zips and all, so that the software can be tried and tested without
touching a real person's data. Run it with ``python -m sample --out DIR``.
"""
