-- A user household for each child and each pregnancy of calendario.sql, over the districts of one Unidad
-- Territorial, each person's facility one of her district's five.

CREATE TEMP TABLE distritos AS
SELECT ubigeo, row_number() OVER (ORDER BY ubigeo) - 1 AS n, count(*) OVER () AS total
FROM juntos_distrito WHERE unidad_territorial_id = %(unidad)s;

CREATE TEMP TABLE sujetos AS
SELECT s.*, row_number() OVER (ORDER BY persona_id) AS n FROM (
    SELECT rn.id AS nino, NULL::bigint AS gestante, rn.persona_id, p.fecha_nacimiento AS el, rn.carga_id
    FROM captacion_reciennacido rn JOIN captacion_persona p ON p.id = rn.persona_id
    UNION ALL
    SELECT NULL, id, persona_id, fur, carga_id FROM captacion_gestante
) s;

INSERT INTO captacion_hogar
    (origen, codigo, distrito_id, centro_poblado, centro_poblado_codigo, direccion, es_usuario,
     usuario_desde, en_tpi, carga_id, fila)
SELECT 'juntos', 'H' || s.n, d.ubigeo, '', '', '', true, DATE '2024-01-01', true, s.carga_id, s.n
FROM sujetos s JOIN distritos d ON d.n = s.n %% d.total;

INSERT INTO captacion_captacion
    (tipo, persona_id, recien_nacido_id, gestante_id, hogar_id, distrito_id, evento_el, en_fuente_el,
     registrada_el, limite_el, en_hogar_usuario, inicial, carga_id, fila)
SELECT CASE WHEN s.nino IS NULL THEN 'gestante' ELSE 'recien_nacido' END, s.persona_id, s.nino, s.gestante,
    h.id, h.distrito_id, s.el, s.el, s.el + 5, s.el + 29, true, false, s.carga_id, s.n
FROM sujetos s JOIN captacion_hogar h ON h.fila = s.n;

UPDATE captacion_reciennacido r SET establecimiento_codigo = (10000000 + c.hogar_id %% 5)::text
FROM captacion_captacion c WHERE c.recien_nacido_id = r.id;

DROP TABLE distritos, sujetos;
