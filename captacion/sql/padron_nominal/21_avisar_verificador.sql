UPDATE menor SET avisos = avisos || ARRAY['digito_verificador'] WHERE n = ANY(%(filas)s);
