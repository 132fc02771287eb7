"""Charts: the figures of a page as a picture, with the sentence that they come to and a table."""
