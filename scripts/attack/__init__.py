"""What strangers may do to the app, done to one of our own: make attack."""
