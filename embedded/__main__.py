"""`python -m embedded COMMAND …`, which is how ./run calls this package."""

import signal
import sys

# Until there is anything to clean up, Ctrl-C may end us without a word.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from embedded.cli import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
