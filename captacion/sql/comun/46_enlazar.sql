-- What was chosen is written: the link that stands, those that wait, those that give way.

-- Links that a better one replaces: only a sure one does.
CREATE UNLOGGED TABLE reemplazo AS
SELECT v.id, v.persona_id, v.hogar_id AS de_hogar
FROM captacion_vinculo v
JOIN eleccion n ON n.persona_id = v.persona_id AND n.duda IS NULL
WHERE v.estado = 'automatico' AND v.hogar_id <> n.hogar_id;

-- The same household again is the same link: nothing to write.
DELETE FROM eleccion n
USING captacion_vinculo v
WHERE v.persona_id = n.persona_id AND v.hogar_id = n.hogar_id
  AND v.estado IN ('automatico', 'confirmado');

-- A doubt does not unsettle a link to a register that stands.
DELETE FROM eleccion n
USING captacion_vinculo v
WHERE v.persona_id = n.persona_id AND n.duda IS NOT NULL
  AND v.estado = 'automatico' AND v.regla <> 'provisional';

DELETE FROM captacion_miembro m USING reemplazo r WHERE m.vinculo_id = r.id;

-- Open candidates give way to a sure link; a candidate that still holds keeps its place.
WITH movido AS (
    UPDATE captacion_vinculo v SET estado = 'reemplazado' FROM reemplazo r WHERE v.id = r.id
    RETURNING v.id, 'automatico' AS de
), superado AS (
    UPDATE captacion_vinculo v SET estado = 'reemplazado'
    FROM eleccion n
    WHERE v.persona_id = n.persona_id AND v.estado = 'por_revisar' AND n.duda IS NULL
    RETURNING v.id, 'por_revisar' AS de
)
INSERT INTO juntos_evento (modelo, objeto_id, de, a, motivo, ocurrido_en, ocurrido_por_id)
SELECT 'captacion.vinculo', id, de, 'reemplazado', 'Un padrón nombra su hogar', now(), %(sistema)s
FROM (SELECT * FROM movido UNION ALL SELECT * FROM superado) AS cambio;

-- A table of its own for what is new: an INSERT that reads the table it fills walks, on a first
-- load, over all it has just written.
CREATE UNLOGGED TABLE vinculo_nuevo AS
SELECT * FROM eleccion n
WHERE NOT EXISTS (
    SELECT FROM captacion_vinculo v
    WHERE v.persona_id = n.persona_id AND v.hogar_id = n.hogar_id AND v.estado <> 'reemplazado');

INSERT INTO captacion_vinculo
    (persona_id, hogar_id, regla, estado, duda, orden, puntaje, aportes, pesos_id, carga_id, fila)
SELECT persona_id, hogar_id, regla, CASE WHEN duda IS NULL THEN 'automatico' ELSE 'por_revisar' END,
    coalesce(duda, ''), orden, puntaje, aportes,
    CASE WHEN puntaje IS NOT NULL THEN %(version_pesos)s::bigint END, %(carga)s, fila
FROM vinculo_nuevo;

ANALYZE captacion_vinculo (persona_id, hogar_id, estado);
