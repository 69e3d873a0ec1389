percentile_cont(0.5) WITHIN GROUP (ORDER BY {tramo}), percentile_cont(0.9) WITHIN GROUP (ORDER BY {tramo}), count({tramo})
