-- Who a load tells of, found without reading every row. A load writes its rows together: a summary of
-- each stretch of the table is enough, and costs a load nothing that can be measured.
CREATE INDEX atencion_carga ON captacion_atencion USING brin (carga_id) WITH (autosummarize = on);
CREATE INDEX recien_nacido_carga ON captacion_reciennacido USING brin (carga_id) WITH (autosummarize = on);
CREATE INDEX gestante_carga ON captacion_gestante USING brin (carga_id) WITH (autosummarize = on);
