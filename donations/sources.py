"""Which roll-ups make up a committee's receipts, payments and operating expenditures.

Each file's rows are rolled up under a name of their own, so that one file can be loaded anew
without a look at the others; electronic filings have theirs.
"""

RECEIPTS = ("indiv", "oth", "efile")
PAYMENTS = ("oth-b", "ef-b")
OPERATING = ("oppexp", "ef-o")
ALL = (*RECEIPTS, *PAYMENTS, *OPERATING)

# The bulk file's name stands for all of its kind where a page tells in from out.
KIND = {"ef-b": "oth-b", "ef-o": "oppexp"}
SAME_KIND = {"oth-b": PAYMENTS, "oppexp": OPERATING}
