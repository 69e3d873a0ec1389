SELECT muro_derribar('captacion_rectificacion', 'captacion_restriccion');
DROP TRIGGER historia ON captacion_rectificacion;
DROP TRIGGER historia ON captacion_restriccion;
