-- Each pair of `par`: how far each field agrees (levels), and what that weighs by the weights in use.
-- `falta` weighs nothing. The caller has run 10_normalizar.

-- Four bytes a level instead of its letters.
CREATE TYPE nivel AS ENUM (
    'falta', 'igual', 'una_edicion', 'dos_ediciones', 'distinto', 'iguales', 'suenan_igual',
    'falta_uno', 'uno_igual', 'parecidos', 'distintos', 'comunes', 'frecuentes', 'raros',
    'muy_raros', 'comparten', 'trocado', 'cercano', 'centro_poblado', 'distrito', 'provincia',
    'parecida', 'distinta', 'en_hogar', 'cerca', 'fuera');

CREATE UNLOGGED TABLE nivelado AS
SELECT p.nueva, p.registro,
    CASE WHEN n.documento IS NULL OR r.documento IS NULL THEN 'falta'::nivel
        WHEN n.documento = r.documento THEN 'igual'
        WHEN levenshtein_less_equal(n.documento, r.documento, 4) > 4 THEN 'distinto'
        ELSE CASE ediciones_documento(n.documento, r.documento)
            WHEN 1 THEN 'una_edicion'::nivel WHEN 2 THEN 'dos_ediciones' ELSE 'distinto' END
        END AS documento,
    CASE
        WHEN n.uno IS NULL OR r.uno IS NULL THEN 'falta'::nivel
        WHEN n.otro IS NULL OR r.otro IS NULL THEN CASE
            WHEN n.uno IN (r.uno, r.otro) OR r.uno IN (n.uno, n.otro) THEN 'falta_uno'::nivel
            WHEN least(levenshtein_less_equal(n.uno, r.uno, 2),
                       levenshtein_less_equal(n.uno, r.otro, 2),
                       levenshtein_less_equal(n.otro, r.uno, 2)) <= 1 THEN 'uno_igual'
            ELSE 'distintos' END
        WHEN n.apellidos = r.apellidos THEN 'iguales'
        WHEN n.apellidos_sonados = r.apellidos_sonados THEN 'suenan_igual'
        WHEN levenshtein_less_equal(n.apellidos_sonados, r.apellidos_sonados, 2)
                <= CASE WHEN length(r.apellidos_sonados) < 12 THEN 1 ELSE 2 END
            OR (n.uno = r.uno AND levenshtein_less_equal(n.otro, r.otro, 1) <= 1)
            OR (n.uno = r.otro AND levenshtein_less_equal(n.otro, r.uno, 1) <= 1)
            OR (n.otro = r.uno AND levenshtein_less_equal(n.uno, r.otro, 1) <= 1)
            OR (n.otro = r.otro AND levenshtein_less_equal(n.uno, r.uno, 1) <= 1) THEN 'parecidos'
        WHEN n.uno IN (r.uno, r.otro) OR n.otro IN (r.uno, r.otro) THEN 'uno_igual'
        ELSE 'distintos' END AS apellidos,
    r.rareza::nivel AS de_apellidos,
    CASE WHEN n.nombres_sonados IS NULL OR r.nombres_sonados IS NULL THEN 'falta'::nivel
        WHEN n.nombres = r.nombres THEN 'iguales'
        WHEN n.nombres_sonados = r.nombres_sonados THEN 'suenan_igual'
        WHEN n.nombres_sueltos && r.nombres_sueltos THEN 'comparten'
        WHEN levenshtein_less_equal(n.nombres_sonados, r.nombres_sonados, 2)
            <= CASE WHEN length(r.nombres_sonados) < 8 THEN 1 ELSE 2 END THEN 'parecidos'
        ELSE 'distintos' END AS nombres,
    CASE WHEN n.nacimiento IS NULL OR r.nacimiento IS NULL THEN 'falta'::nivel
        WHEN n.nacimiento = r.nacimiento THEN 'igual'
        WHEN n.fecha = r.trocada
            OR (left(n.fecha, 4) = left(r.fecha, 4) AND right(n.fecha, 2) = right(r.fecha, 2))
            OR levenshtein_less_equal(n.fecha, r.fecha, 1) = 1 THEN 'trocado'
        WHEN abs(n.nacimiento - r.nacimiento) <= 31 THEN 'cercano'
        ELSE 'distinto' END AS nacimiento,
    CASE WHEN n.telefonos IS NULL OR r.telefonos IS NULL THEN 'falta'::nivel
        WHEN n.telefonos && r.telefonos THEN 'igual'
        ELSE 'distinto' END AS telefono,
    CASE WHEN n.lugar = r.lugar THEN 'centro_poblado'::nivel
        WHEN n.distrito IS NULL OR r.distrito IS NULL THEN 'falta'
        WHEN n.distrito = r.distrito THEN 'distrito'
        WHEN left(n.distrito, 4) = left(r.distrito, 4) THEN 'provincia'
        ELSE 'distinto' END AS lugar,
    CASE WHEN n.direccion IS NULL OR r.direccion IS NULL THEN 'falta'::nivel
        WHEN n.direccion = r.direccion
            OR (n.senas && r.senas
                AND ((cardinality(r.senas) > 1 AND n.senas @> r.senas)
                     OR (cardinality(n.senas) > 1 AND n.senas <@ r.senas)
                     OR similarity(n.direccion, r.direccion) >= 0.7)) THEN 'parecida'
        ELSE 'distinta' END AS direccion,
    CASE WHEN n.jefe IS NULL OR r.documentos IS NULL THEN 'falta'::nivel
        WHEN n.jefe = ANY (r.documentos) THEN 'en_hogar'
        WHEN cerca_de_alguno(n.jefe, r.documentos) THEN 'cerca'
        ELSE 'fuera' END AS jefe
FROM par p
JOIN ficha_normal n ON n.lado = 'nueva' AND n.id = p.nueva
JOIN ficha_normal r ON r.lado = 'registro' AND r.id = p.registro;

ANALYZE nivelado;

-- The same levels weigh the same: each pattern is added up once. Where surnames agree it also
-- weighs how rare they are: two people agree on the common ones by chance.
CREATE UNLOGGED TABLE patron AS
SELECT d.*, coalesce(w.puntaje, 0) AS puntaje, coalesce(w.aportes, '{}') AS aportes
FROM (
    SELECT DISTINCT documento, apellidos, de_apellidos, nombres, nacimiento, telefono, lugar,
        direccion, jefe,
        CASE WHEN apellidos IN ('iguales', 'suenan_igual') THEN de_apellidos ELSE 'falta' END
            AS rareza
    FROM nivelado
) AS d
CROSS JOIN LATERAL (
    SELECT sum((c.pesos -> campo -> nivel ->> 'peso')::float8) AS puntaje,
        jsonb_object_agg(campo, jsonb_build_object(
            'nivel', nivel, 'peso', c.pesos -> campo -> nivel -> 'peso')) AS aportes
    FROM captacion_pesoscruce c, jsonb_each_text(to_jsonb(d) - 'de_apellidos') AS n (campo, nivel)
    WHERE c.activa AND nivel <> 'falta'
) AS w;

ANALYZE patron;

-- A view: what a pair weighs is written only where it is kept.
CREATE VIEW comparado AS
SELECT nueva, registro, documento::text, apellidos::text, rareza::text, nombres::text,
    nacimiento::text, telefono::text, lugar::text, direccion::text, jefe::text, puntaje, aportes
FROM nivelado
JOIN patron USING (documento, apellidos, de_apellidos, nombres, nacimiento, telefono, lugar,
    direccion, jefe);
