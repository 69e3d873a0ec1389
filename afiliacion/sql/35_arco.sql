-- Requests over one's own data: their history, and the wall of whose unit or hands they are in.
SELECT historia_seguir('afiliacion_pedidoarco');
SELECT historia_seguir('afiliacion_medidaarco');
SELECT muro_alzar('afiliacion_pedidoarco',
    'unidad_territorial_id = (SELECT muro_unidad()) OR registrado_por_id = (SELECT muro_usuario())');
SELECT muro_alzar('afiliacion_medidaarco',
    'EXISTS (SELECT FROM afiliacion_pedidoarco padre WHERE padre.id = pedido_id)');
