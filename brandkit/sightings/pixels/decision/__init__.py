"""What is believed: which claims hold, which master it is, how sure and how exact."""
