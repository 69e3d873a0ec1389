"""What is said to a household: scripts and messages as data, their checker, and who sends them."""
