"""What the contract promises, asked from outside: through the commands alone, with files made by other programs."""
