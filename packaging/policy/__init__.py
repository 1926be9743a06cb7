"""What IT's tools want to know about the settings, all written from the one table: `./dev policy DIR`."""
