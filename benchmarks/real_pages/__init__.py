"""Pages that nobody drew for this: do pixels say what the structure of the same page says?"""
