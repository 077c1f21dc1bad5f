# Nothing but a comment,
# on two lines.
