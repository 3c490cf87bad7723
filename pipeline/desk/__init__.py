"""The fact desk: what a person sees of a fact, in which order, and what their decision writes. Data in, data out, but for loading and widget."""
