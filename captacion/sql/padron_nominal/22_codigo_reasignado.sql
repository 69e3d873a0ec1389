-- A padrón code that now names another child: nothing that can be compared agrees (name, birth date,
-- mother, documents). Who had it stays as it was; the row goes in as somebody else, without the code.

CREATE UNLOGGED TABLE conocida AS
SELECT n, registrada_id AS persona_id, codigo_padron, dni, cui, cnv, nacimiento, nombres, madre_dni,
    clave_nombre(ap_paterno || ' ' || ap_materno) AS apellidos,
    clave_nombre(madre_ap_paterno || ' ' || madre_ap_materno) AS madre_apellidos,
    clave_nombre(madre_nombres) AS madre_nombres
FROM menor
WHERE errores = '{}' AND registro_id IS NOT NULL;

ANALYZE conocida;

-- Whoever comes with another code: hardly anybody, which only a count can tell the planner.
CREATE UNLOGGED TABLE con_otro_codigo AS
SELECT c.n, c.codigo_padron
FROM conocida c
JOIN captacion_reciennacido rn
    ON rn.persona_id = c.persona_id AND rn.codigo_padron IS DISTINCT FROM c.codigo_padron;

ANALYZE con_otro_codigo;

-- Each row beside the child of its record and, when that is somebody else, beside who has its code.
CREATE UNLOGGED TABLE registrada AS
SELECT n, persona_id FROM conocida
UNION
SELECT o.n, rn.persona_id
FROM con_otro_codigo o JOIN captacion_reciennacido rn USING (codigo_padron);

ANALYZE registrada;

CREATE UNLOGGED TABLE cotejo AS
WITH dicho AS (
    SELECT c.n, c.persona_id AS de_registro, c.codigo_padron, p.id AS persona_id,
        coalesce(rn.codigo_padron = c.codigo_padron, false) AS tiene_codigo,
        coalesce(p.fecha_nacimiento <> c.nacimiento, false) AS otra_fecha,
        coalesce(c.dni IN (p.dni, p.cui), false) OR coalesce(c.cui IN (p.dni, p.cui), false)
            OR coalesce(p.cnv = c.cnv, false) AS mismo_documento,
        coalesce(m.dni = c.madre_dni, false)
            OR ('' NOT IN (rn.madre_apellidos, rn.madre_nombres, c.madre_apellidos, c.madre_nombres)
                AND nombres_concuerdan(clave_nombre(rn.madre_apellidos), clave_nombre(rn.madre_nombres),
                    c.madre_apellidos, c.madre_nombres)) AS misma_madre,
        num_nonnulls(m.dni, c.madre_dni) = 2 AS madres_conocidas,
        clave_nombre(p.ap_paterno || ' ' || p.ap_materno) AS apellidos_antes, p.nombres AS nombres_antes,
        c.apellidos, c.nombres
    FROM registrada
    JOIN conocida c USING (n)
    JOIN captacion_persona p ON p.id = registrada.persona_id
    JOIN captacion_reciennacido rn ON rn.persona_id = p.id
    LEFT JOIN captacion_persona m ON m.id = rn.madre_id
)
SELECT n, de_registro, codigo_padron, persona_id, tiene_codigo,
    otra_fecha AND NOT misma_madre AND NOT mismo_documento
    AND NOT CASE
        -- Another mother for certain: a shared surname or first name is chance.
        WHEN madres_conocidas
            THEN (apellidos = apellidos_antes OR '' IN (apellidos, apellidos_antes))
                 AND mismo_nombre_o_provisional(nombres, nombres_antes)
        ELSE nombres_concuerdan(apellidos, CASE WHEN es_nombre_provisional(nombres) THEN '' ELSE clave_nombre(nombres) END,
            apellidos_antes, CASE WHEN es_nombre_provisional(nombres_antes) THEN '' ELSE clave_nombre(nombres_antes) END)
    END AS contradice
FROM dicho;

CREATE UNLOGGED TABLE reasignado AS
SELECT n, persona_id, CASE WHEN tiene_codigo THEN codigo_padron END AS codigo_padron
FROM cotejo WHERE persona_id = de_registro AND contradice;

ANALYZE cotejo;
ANALYZE reasignado;

-- The source took its mistake back: the code names again who had it before.
UPDATE menor s SET registrada_id = t.persona_id
FROM reasignado r LEFT JOIN cotejo t ON t.n = r.n AND t.persona_id <> r.persona_id AND NOT t.contradice
WHERE s.n = r.n;

-- Whoever goes in under the code of another goes in without it, now and in the files to come.
UPDATE menor s SET codigo_padron = NULL, avisos = avisos || ARRAY['documento_de_otra_persona']
FROM cotejo t
WHERE t.n = s.n AND t.tiene_codigo AND t.persona_id IS DISTINCT FROM s.registrada_id;
