-- How many rows, and the sum of the hashes of their texts: the order of the rows does not matter.
-- (t.*) is the whole row, even where a column is named like the table's alias.
SELECT count(*), coalesce(sum(hashtextextended((t.*)::text, 0)::numeric), 0)::text FROM {tabla} AS t
