"""Number formats, and layers that give the same bits in any batch."""
