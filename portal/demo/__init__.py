"""The demo data: four agencies, their people and twelve months of lively history."""
