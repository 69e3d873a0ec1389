-- What the file brought is read again by row and by fault. To measure each of its columns would take
-- longer than to read many a file: only what joins it.
CREATE INDEX ON crudo (n);
CREATE INDEX ON crudo (n) WHERE malo IS NOT NULL;

ANALYZE crudo (n, malo);
