"""The figures that are published: index, elements, trend; nothing for fewer than five."""
