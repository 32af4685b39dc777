"""Fair access: who gets how many learning hours, who asked, and who was turned down, group by group."""
