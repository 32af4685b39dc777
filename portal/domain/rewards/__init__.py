"""Facts in, rules as data, awards out: points, badges, levels and boards, each explainable and repairable."""
