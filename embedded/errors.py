"""What can be wrong with a machine, said in one sentence and with a remedy."""


class EmbeddedError(Exception):
    """Base of every error here; its text is shown to the caller of ./run and names the remedy."""


class SurroundingsError(EmbeddedError):
    """The machine can't run this: a port is taken, the disk is full, a user has no name."""


class ServerError(EmbeddedError):
    """Postgres or Valkey didn't start, or didn't stay up."""


class AlreadyRunningError(EmbeddedError):
    """The same command is running already, in another terminal."""
