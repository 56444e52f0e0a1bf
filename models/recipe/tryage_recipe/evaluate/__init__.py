"""What routing is worth: policies, scores, targets, maps and the tables that ship."""
