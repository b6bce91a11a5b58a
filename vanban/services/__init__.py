"""The services of one machine: what runs, where its state lies, how it starts and stops."""
