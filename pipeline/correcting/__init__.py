"""What people said of the machine's readings: decisions read and written as CSV, matched with what they speak of, applied."""
