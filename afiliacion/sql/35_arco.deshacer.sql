SELECT muro_derribar('afiliacion_medidaarco', 'afiliacion_pedidoarco');
DROP TRIGGER historia ON afiliacion_medidaarco;
DROP TRIGGER historia ON afiliacion_pedidoarco;
