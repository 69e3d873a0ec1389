-- What is compared of each ficha of a pair, worked out once: `ficha_normal`. The caller has made `par`,
-- ficha_nueva and ficha_registro, first in its search_path. NULL: not told, or says nothing of who it is.

-- How common each surname is, by a sample of everybody known; nobody knows in a small base.
CREATE UNLOGGED TABLE apellido_conocido AS
WITH muestra AS (
    SELECT apellido, count(*) AS veces
    FROM captacion_persona TABLESAMPLE SYSTEM (
        (SELECT least(100, 1000000 / greatest(reltuples, 1))
         FROM pg_class WHERE oid = 'captacion_persona'::regclass)) REPEATABLE (0),
        LATERAL (VALUES (ap_paterno), (ap_materno)) AS a (apellido)
    WHERE apellido <> ''
    GROUP BY apellido
)
SELECT sonado, sum(veces) / total AS parte
FROM (
    SELECT fonetica(apellido) AS sonado, veces, sum(veces) OVER () AS total FROM muestra
) AS m
WHERE total >= 2000 AND sonado IS NOT NULL
GROUP BY sonado, total;

ANALYZE apellido_conocido;

-- A number that more fichas carry than the parameter says of nobody who she is. The members of one
-- household carry theirs.
CREATE UNLOGGED TABLE telefono_ajeno AS
WITH dicho AS (
    SELECT numero, f.id::text AS quien FROM ficha_nueva f, unnest(f.telefonos) AS numero
    UNION ALL
    SELECT numero, coalesce(f.documentos[1], f.id::text)
    FROM ficha_registro f, unnest(f.telefonos) AS numero
), repetido AS (
    SELECT numero FROM dicho GROUP BY numero HAVING count(*) > %(cruce_personas_por_telefono)s
)
SELECT numero FROM dicho JOIN repetido USING (numero)
GROUP BY numero HAVING count(DISTINCT quien) > %(cruce_personas_por_telefono)s;

ANALYZE telefono_ajeno;

CREATE UNLOGGED TABLE telefono_propio AS
SELECT lado, id, array_agg(numero) AS telefonos
FROM (
    SELECT 'nueva' AS lado, id, unnest(telefonos) AS numero FROM ficha_nueva
    UNION ALL
    SELECT 'registro', id, unnest(telefonos) FROM ficha_registro
) AS t
WHERE numero <> '' AND NOT es_relleno(numero)
  AND NOT EXISTS (SELECT FROM telefono_ajeno a WHERE a.numero = t.numero)
GROUP BY lado, id;

ANALYZE telefono_propio;

CREATE UNLOGGED TABLE ficha_normal AS
SELECT f.lado, f.id,
    nullif(f.documento, '') AS documento,
    letra_por_letra(concat_ws(' ', nullif(f.paterno, ''), nullif(f.materno, ''))) AS apellidos,
    -- levenshtein() takes 255 letters at most
    left(s.apellidos, 120) AS apellidos_sonados, left(s.uno, 60) AS uno, left(s.otro, 60) AS otro,
    CASE WHEN c.por_cien_mil >= 10 THEN 'comunes'
        WHEN c.por_cien_mil >= 1 THEN 'frecuentes'
        WHEN c.por_cien_mil >= 0.1 THEN 'raros'
        WHEN c.por_cien_mil IS NOT NULL THEN 'muy_raros'
        ELSE 'falta' END AS rareza,
    letra_por_letra(f.nombres) AS nombres,
    left(s.dados, 120) AS nombres_sonados, string_to_array(s.dados, ' ') AS nombres_sueltos,
    f.nacimiento,
    to_char(f.nacimiento, 'DDMMYYYY') AS fecha, to_char(f.nacimiento, 'MMDDYYYY') AS trocada,
    t.telefonos,
    nullif(f.lugar, '') AS lugar,
    coalesce(nullif(f.distrito, ''), left(nullif(f.lugar, ''), 6)) AS distrito,
    CASE WHEN d.senas <> '{}' THEN d.direccion END AS direccion, d.senas,
    nullif(nullif(f.jefe, ''), f.documento) AS jefe,
    nullif(array_remove(array_remove(f.documentos, NULL), ''), '{}') AS documentos
FROM (
    SELECT 'nueva' AS lado, id, documento, paterno, materno, nombres, nacimiento, lugar, distrito,
        direccion, jefe, NULL::text[] AS documentos
    FROM ficha_nueva WHERE id IN (SELECT nueva FROM par)
    UNION ALL
    SELECT 'registro', id, documento, paterno, materno, nombres, nacimiento, lugar, distrito,
        direccion, NULL, documentos
    FROM ficha_registro
) AS f
CROSS JOIN LATERAL nombre_sonado(f.paterno, f.materno, f.nombres) AS s
-- what an address says apart from its kind of street; OFFSET 0: worked out once, not once a use
CROSS JOIN LATERAL (
    SELECT direccion, ARRAY(
        SELECT sena FROM unnest(string_to_array(direccion, ' ')) AS sena
        WHERE sena <> ALL ('{JR,JIRON,AV,AVENIDA,CA,CALLE,PSJE,PJE,PASAJE,MZ,MANZANA,LT,LOTE,S,N,SN,
            NRO,NO,NUM,KM,URB,AAHH,CASERIO,COMUNIDAD,ANEXO,BARRIO,SECTOR,DE,DEL,EL,LA,LAS,LOS,Y}'::text[])
    ) AS senas
    FROM (SELECT letra_por_letra(f.direccion) AS direccion OFFSET 0) AS letras
    OFFSET 0
) AS d
-- NULL where nobody knows how common surnames are
CROSS JOIN (SELECT min(parte) AS minima FROM apellido_conocido) AS p
LEFT JOIN apellido_conocido u ON u.sonado = s.uno
LEFT JOIN apellido_conocido o ON o.sonado = s.otro
-- how many of one hundred thousand people are expected to have both
CROSS JOIN LATERAL (
    SELECT coalesce(u.parte, p.minima) * coalesce(o.parte, p.minima) * 100000 AS por_cien_mil
) AS c
LEFT JOIN telefono_propio t ON t.lado = f.lado AND t.id = f.id;

ANALYZE ficha_normal;
