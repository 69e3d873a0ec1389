SELECT nueva, registro, puntaje, a.entidad = b.entidad
FROM de_bloque
JOIN comparado USING (nueva, registro)
JOIN febrl a ON a.lado = 'a' AND a.id = nueva
JOIN febrl b ON b.lado = 'b' AND b.id = registro
WHERE puntaje > 0
ORDER BY puntaje DESC, nueva, registro;
