"""One evaluator for live events, backfills and previews."""
