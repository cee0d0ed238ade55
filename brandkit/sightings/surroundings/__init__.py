"""What lies around a sighting: ground, plate, free space."""
