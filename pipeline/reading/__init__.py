"""Reading an article as a whole: the encoder, what it runs as, what it was made from."""
