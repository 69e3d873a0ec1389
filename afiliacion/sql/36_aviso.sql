-- What was read to somebody stays as it was read (docs/adr/0049): a correction is another version.
CREATE FUNCTION aviso_no_se_reescribe() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'El aviso % no se reescribe: escriba otra versión', OLD.version
        USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER aviso_no_se_reescribe BEFORE UPDATE OR DELETE ON afiliacion_avisodefinalidad
    FOR EACH ROW EXECUTE FUNCTION aviso_no_se_reescribe();

SELECT historia_seguir('afiliacion_avisodefinalidad');

INSERT INTO afiliacion_avisodefinalidad (version, vigente_desde, texto) VALUES (1, '2026-01-01',
'Somos del Programa JUNTOS, del Estado peruano.

Tenemos datos de su familia: nombres, documentos, dirección, teléfono y los controles de salud de la gestante y de las niñas y niños. Nos los dan el RENIEC, el Seguro Integral de Salud y el SISFOH, y lo que usted nos cuenta.

Los usamos para saber si su hogar puede entrar al programa, para visitarlo, para el abono y para que no se pierda ningún control de salud. También para contar, sin nombres, cómo va el programa.

Los ve quien atiende su distrito, su supervisora y la sede del programa, y queda anotado quién los miró. Al establecimiento de salud, a la municipalidad y al banco les damos solo lo que necesitan. No se venden. Se guardan mientras el programa los necesite y el tiempo que la ley manda para los pagos y su prueba.

Usted puede pedir, gratis, verlos, corregirlos, que se borren los que la ley permite borrar o que no los usemos para llamarla ni para listas: dígaselo a su gestora o en la oficina del programa. Le contestamos por escrito.');
