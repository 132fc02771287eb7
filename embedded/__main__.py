"""`python -m embedded COMMAND …`, which is how ./run calls this package."""

import sys

from embedded.cli import main

sys.exit(main(sys.argv[1:]))
