"""What is inside a frozen program, for all three systems: its parts, their licences, the list of them (SBOM)."""
