"""Behind `make export`: the published tables in the forms that others ask for, and the files that describe them."""
