-- A closed settlement is computed again from its own evidence, not from what is known today.

CREATE TEMP TABLE liq_hogar ON COMMIT DROP AS
SELECT p.hogar_id AS hogar, h.origen || ':' || h.codigo AS clave, p.distrito_id AS distrito,
    p.es_usuario
FROM afiliacion_pago p
JOIN captacion_hogar h ON h.id = p.hogar_id
WHERE p.liquidacion_id = %(liquidacion)s;

CREATE TEMP TABLE liq_item ON COMMIT DROP AS
SELECT liquidacion_id AS liquidacion, mes, hogar_id AS hogar, captacion_id AS captacion,
    persona_id AS persona, tipo, evento_el, regla_id AS regla, resultado, desde, hasta, exigible_el, cuidado_id AS cuidado, dado_el
FROM afiliacion_evidencia
WHERE liquidacion_id = %(liquidacion)s;

CREATE TEMP TABLE liq_ajuste ON COMMIT DROP AS
SELECT hogar_id AS hogar, concepto, de_id AS de, mes, monto, antes, ahora, detalle
FROM afiliacion_ajuste
WHERE liquidacion_id = %(liquidacion)s;
ANALYZE liq_hogar, liq_item, liq_ajuste;
