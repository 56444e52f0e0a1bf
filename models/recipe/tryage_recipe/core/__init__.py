"""What every stage uses: configuration, folders, files, stamps, worker processes."""
