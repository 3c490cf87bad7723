"""Two builds of the tables compared: which rows are new, gone or changed, and why."""
