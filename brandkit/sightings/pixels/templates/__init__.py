"""What is known of a master before any page is looked at."""
