-- The list, and the evidence of each amount.

DELETE FROM afiliacion_pago WHERE liquidacion_id = %(liquidacion)s;
DELETE FROM afiliacion_verificacion WHERE liquidacion_id = %(liquidacion)s;
DELETE FROM afiliacion_evidencia WHERE liquidacion_id = %(liquidacion)s;
DELETE FROM afiliacion_ajuste WHERE liquidacion_id = %(liquidacion)s;

INSERT INTO afiliacion_pago
    (liquidacion_id, numero, hogar_id, distrito_id, titular_id, es_usuario, suspendido,
     suspensiones, motivo, base, tpi, ajuste)
SELECT %(liquidacion)s, row_number() OVER (ORDER BY l.clave COLLATE "C"), l.hogar, l.distrito,
    t.persona, l.es_usuario, l.suspendido, l.suspensiones, l.motivo, l.base, l.tpi, l.ajuste
FROM liq_linea l
-- Whom the bank is told: the adult of the affiliation, else the one that the register names. Only
-- with a DNI.
LEFT JOIN (
    SELECT DISTINCT ON (x.hogar) x.hogar, x.persona
    FROM (
        SELECT hogar_id AS hogar, titular_id AS persona, 1 AS orden FROM afiliacion_afiliacion
        UNION ALL
        SELECT hogar_id, persona_id, 2 FROM captacion_miembro WHERE es_titular
    ) x
    JOIN captacion_persona p ON p.id = x.persona AND p.dni IS NOT NULL
    ORDER BY x.hogar, x.orden, x.persona
) t ON t.hogar = l.hogar;

INSERT INTO afiliacion_verificacion (liquidacion_id, hogar_id, mes, resultado, tpi, motivo)
SELECT %(liquidacion)s, hogar, mes, resultado, tpi, motivo
FROM liq_verificacion WHERE liquidacion = %(liquidacion)s
ORDER BY hogar, mes;

INSERT INTO afiliacion_evidencia
    (liquidacion_id, hogar_id, mes, captacion_id, persona_id, tipo, evento_el, regla_id,
     resultado, desde, hasta, exigible_el, cuidado_id, dado_el)
SELECT %(liquidacion)s, hogar, mes, captacion, persona, tipo, evento_el, regla, resultado, desde,
    hasta, exigible_el, cuidado, dado_el
FROM liq_item WHERE liquidacion = %(liquidacion)s
ORDER BY hogar, mes, captacion;

INSERT INTO afiliacion_ajuste
    (liquidacion_id, hogar_id, concepto, de_id, mes, monto, antes, ahora, detalle)
SELECT %(liquidacion)s, hogar, concepto, de, mes, monto, antes, ahora, detalle
FROM liq_ajustado
ORDER BY hogar, mes, concepto;
