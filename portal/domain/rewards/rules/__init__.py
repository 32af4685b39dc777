"""Rules as data: a typed tree, its versions, its sentence and its guard rails."""
