-- Two pairs of eyes: the checks compare who prepared with who approved. Whoever writes another name
-- over the first would pass them, so who did what stays as it was written. After the checks, which
-- say it better when it is they who refuse.

CREATE FUNCTION quien_hizo_no_se_cambia() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Quién hizo qué no se reescribe (% %)', TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER solicitud_quien_hizo AFTER UPDATE ON afiliacion_solicitud FOR EACH ROW WHEN (
    -- A draft passes to a colleague when its manager leaves; who sends it answers for it from then on.
    (NEW.preparada_por_id <> OLD.preparada_por_id
        AND NOT (OLD.estado IN ('borrador', 'observada') AND NEW.estado = OLD.estado))
    -- Sent again after it was observed, perhaps by a colleague.
    OR (OLD.enviada_por_id IS DISTINCT FROM NEW.enviada_por_id AND OLD.enviada_por_id IS NOT NULL
        AND NOT (OLD.estado IN ('borrador', 'observada') AND NEW.estado = 'enviada'))
    OR (OLD.estado IN ('aprobada', 'rechazada')
        AND NEW.resuelta_por_id IS DISTINCT FROM OLD.resuelta_por_id)
) EXECUTE FUNCTION quien_hizo_no_se_cambia();

-- An approved one is fixed already (norma_aprobada_no_cambia).
CREATE TRIGGER norma_quien_hizo AFTER UPDATE ON afiliacion_norma FOR EACH ROW WHEN (
    NEW.preparada_por_id <> OLD.preparada_por_id
) EXECUTE FUNCTION quien_hizo_no_se_cambia();

CREATE TRIGGER salida_propuesta_quien_hizo AFTER UPDATE ON afiliacion_salidapropuesta
FOR EACH ROW WHEN (
    NEW.propuesta_por_id <> OLD.propuesta_por_id
    OR (OLD.resuelta_por_id IS NOT NULL
        AND NEW.resuelta_por_id IS DISTINCT FROM OLD.resuelta_por_id)
) EXECUTE FUNCTION quien_hizo_no_se_cambia();

-- A draft may be calculated again by somebody else; what is approved is what others made.
CREATE TRIGGER liquidacion_quien_hizo AFTER UPDATE ON afiliacion_liquidacion FOR EACH ROW WHEN (
    NEW.aprobada_por_id IS NOT NULL AND OLD.aprobada_por_id IS NULL
    AND (NEW.calculada_por_id IS DISTINCT FROM OLD.calculada_por_id
         OR NEW.revisada_por_id IS DISTINCT FROM OLD.revisada_por_id)
) EXECUTE FUNCTION quien_hizo_no_se_cambia();

CREATE TRIGGER informe_quien_hizo AFTER UPDATE ON afiliacion_informemensual FOR EACH ROW WHEN (
    NEW.aprobado_por_id IS NOT NULL AND OLD.aprobado_por_id IS NULL
    AND NEW.preparado_por_id <> OLD.preparado_por_id
) EXECUTE FUNCTION quien_hizo_no_se_cambia();
