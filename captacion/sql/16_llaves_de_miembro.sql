-- The three keys by which a register's member is found: by both surnames and the first given name
-- (llave_nombre), and by populated place, one surname and that name (llave_lugar), at once: its names
-- are sounded one time. What is not one word each, and told, takes the long way: the keys are equal.
CREATE FUNCTION llaves_de_miembro(
    lugar text, paterno text, materno text, nombres text,
    OUT nombre bigint, OUT por_paterno bigint, OUT por_materno bigint)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    s record := nombre_sonado(paterno, materno, nombres);
    dado text := split_part(nombres, ' ', 1);
BEGIN
    nombre := hashtextextended(
        s.apellidos || '|' || CASE WHEN s.otro IS NULL THEN s.primeros ELSE s.primero END, 0);
    IF coalesce(lugar, '') = '' THEN
        RETURN;
    END IF;
    IF s.otro IS NOT NULL AND strpos(paterno, ' ') = 0 AND strpos(materno, ' ') = 0
       AND upper(dado) NOT IN ('', 'DE', 'DEL', 'LA', 'LAS', 'LOS', 'Y') AND dice_nombre(dado, s.primero)
    THEN
        por_paterno := hashtextextended(lugar || '|' || CASE WHEN s.primero < s.uno COLLATE "C"
            THEN s.primero || ' ' || s.uno ELSE s.uno || ' ' || s.primero END, 0);
        por_materno := hashtextextended(lugar || '|' || CASE WHEN s.primero < s.otro COLLATE "C"
            THEN s.primero || ' ' || s.otro ELSE s.otro || ' ' || s.primero END, 0);
    ELSE
        por_paterno := llave_lugar(lugar, paterno, dado);
        por_materno := llave_lugar(lugar, materno, dado);
    END IF;
END
$$;
