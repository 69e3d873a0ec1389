-- What was signed of the privileges stays as it was signed.

CREATE TRIGGER revision_de_privilegios_solo_agrega
    BEFORE UPDATE OR DELETE ON juntos_revisiondeprivilegios
    FOR EACH ROW EXECUTE FUNCTION bitacora_no_se_altera();
