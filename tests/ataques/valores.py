"""What nobody should send, and what somebody will: as values, as JSON, as headers, as paths."""

import random
import string

NUL, MITAD = "\x00", "\ud800"
TEXTOS = (
    "", " ", "\t\r\n", NUL, f"a{NUL}b", MITAD, "\u202e", "\ufeff", "\U0001f476", "ﷺ" * 20, "İı",
    "-1", "0", "1.5", "1e309", "NaN", "Infinity", "٣", "²", "0x1F", "1_000", "+1", " 1 ",
    str(2**31), str(2**63 - 1), str(2**63), str(-(2**63) - 1), "9" * 60,
    "9" * 5_000, "2026-02-31T10:00:00", "2026-11-29T10:00:00+99:99", "true", "null", "None",
    "[]", "{}", "undefined", "on", "31/02/2026", "2026-02-31", "0000-00-00", "9999-12-31",
    "10000-01-01", "1/1/1", "2026-13", "99/99/9999", "2026-11-29T25:61:61", "0001-01-01",
    "-2026-01-01", "29/02/2027", "2026-W01", "' OR 1=1 --", "'; DROP TABLE juntos_usuario; --",
    "%' AND pg_sleep(9) --", "\\", "%", "_%_", "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "{% debug %}", "=1+1", "@SUM(A1)",
    "+cmd|' /C calc'!A0", "../../../etc/passwd", "..%2f..%2f", "file:///etc/passwd",
    "//malo.example/", "https://malo.example/", "javascript:alert(1)", "/\\malo.example",
    "\r\nX-Malo: 1", "a" * 300, "Ñ" * 5_000, "x" * 70_000, "1," * 2_000, "%00", "%ff", "á%",
    "$(id)", "`id`", "00000000-0000-0000-0000-000000000000", "not-a-uuid", "999999", "99000000",
    "QUISPE",
)  # fmt: skip
CAMPOS_DE_MODELO = (
    "id", "pk", "estado", "hogar", "hogar_id", "distrito", "distrito_id", "contacto",
    "contacto_id", "usuario", "usuario_id", "por", "rol", "is_staff", "is_superuser", "is_active",
    "password", "unidad_territorial", "preparada_por", "resuelta_por", "aprobada_por",
    "asignado_a", "version", "es_usuario", "en_tpi", "monto", "total", "huella", "carga",
    "persona", "creado_en", "vence_el", "pagina", "orden", "q", "texto", "next", "volver",
    "_method", "csrfmiddlewaretoken", "action",
)  # fmt: skip
CABECERAS = {
    "HX-Request": ("true", "false", "1", "x" * 300),
    "HX-Boosted": ("true", "no"),
    "HX-History-Restore-Request": ("true", ""),
    "HX-Current-URL": ("http://malo.example/", "http://testserver/cola/?pagina=9", "::::", "é"),
    "HX-Trigger": ("x", "é\u20ac", "<b>"),
    "HX-Target": ("#lista", "\\"),
    "HX-Prompt": ("sí", "x" * 9000),
    "Range": ("bytes=0-1", "bytes=-1", "bytes=9-1", "bytes=0-0,5-9," * 50, "líneas=1"),
    "If-Modified-Since": ("Sat, 29 Oct 2095 19:43:31 GMT", "ayer", "0", "9" * 99),
    "If-None-Match": ("*", '"x"', "W/"),
    "Accept": ("application/json", "*/*;q=x", "text/html" * 50),
    "Accept-Encoding": ("gzip", "br;q=1, *;q=0", "identity;q=0"),
    "Accept-Language": ("qu", "x" * 600, "es-PE,es;q=9"),
    "Authorization": ("Bearer x", "Bearer", "Basic " + "A" * 90, "Bearer é"),
    "Idempotency-Key": ("x", "x" * 300, "é"),
    "Origin": ("null", "http://malo.example"),
    "Referer": ("http://malo.example/", "//malo.example", "x" * 3000),
    "Host": ("malo.example", "localhost:99999", "[::1", "a b", "testserver:80"),
    "X-Forwarded-For": ("1.2.3.4", "x" * 500, "1.2.3.4, ::1"),
    "X-Forwarded-Host": ("malo.example",),
    "X-HTTP-Method-Override": ("DELETE", "PUT"),
    "X-Request-ID": ("x", "00000000-0000-0000-0000-000000000000", "é" * 90),
    "Content-Length": ("-1", "0", ""),
    "Content-Encoding": ("gzip", "deflate"),
    "Cookie": ("sessionid=x", "csrftoken=é", "=;=;", "messages=x:y", "a" * 4000),
    "User-Agent": ("otro", ""),
}  # fmt: skip
TIPOS = (
    "application/json", "text/plain", "application/xml", "multipart/form-data", "image/jpeg", "",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=é",
    "multipart/mixed; boundary=a", "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=no", "application/json; charset=x", "image/png",
    "application/octet-stream", "a" * 500,
)  # fmt: skip
CUERPOS = (
    b"", b"{", b"[", b"null", b"0", b'"x"', b"[" * 50_000, b'{"a":' * 20_000, b"\xff\xfe",
    b"\x00" * 9, b'{"a":1,"a":2}', b'{"version":1e999}',
    b'{"registros":[' + b"{}," * 500 + b"{}]}",
    b"--a\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1", b"--a--",
    b"--a\r\n\r\n\r\n--a--",
    (
        b"--a\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../x\"\r\n\r\nx"
    ),
    (
        b"--a\r\nContent-Disposition: form-data; name=\"f\"; filename*=UTF-8''%00\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n!!\r\n--a--\r\n"
    ),
    b"a=1&" * 1_500, b"a=%zz&b=%ff&=&&&", b"\xef\xbb\xbf{}", b'{"a":"\\ud800"}', b"<x/>",
    b"9" * 5_000, b"\x1f\x8b\x08\x00", b"%PDF-1.4", b"\xff\xd8\xff\xe0", b"PK\x03\x04",
)  # fmt: skip
TROZOS = (
    "0", "-1", "x", str(2**31), str(2**63), "9" * 400, "%00", "%ff%fe", "%ed%a0%80", "..",
    "%2e%2e", "a" * 9_000, "é", "%0d%0aX:1", "<b>", "'", ";", "1;1",
    "00000000-0000-0000-0000-000000000000", "csv", "pdf", "txt", "xlsx", "2026-6", "2026-13",
    "999999", "²", "%F0%9F%91%B6", "pgh", "*",
)  # fmt: skip
METODOS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get")
ARCHIVOS = (
    ("foto.jpg", b"\xff\xd8\xff\xe0" + b"x" * 50, "image/jpeg"),
    ("acuerdo.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf"),
    ("../../x.php", b"<?php ?>", "text/php"),
    ("a.csv", b"CO_HOGAR\n1\n", "text/csv"),
    ("a\x00.xlsx", b"PK\x03\x04" + b"\x00" * 30, "application/zip"),
    ("x" * 500, b"", ""),
    ("malo.svg", b"<svg onload=alert(1)>", "image/svg+xml"),
    ("\u202egpj.exe", b"MZ", "image/jpeg"),
)


def texto(azar: random.Random) -> str:
    if azar.random() < 0.9:
        return azar.choice(TEXTOS)
    return "".join(azar.choices(string.printable + "áÑ\x00\u2028", k=azar.randint(1, 40)))


def json(azar: random.Random, hondo: int = 0):
    """Any value that JSON can hold, and some that it should not."""
    clase = azar.randrange(8 if hondo < 3 else 6)
    if clase == 6:
        return [json(azar, hondo + 1) for _ in range(azar.randint(0, 3))]
    if clase == 7:
        return {azar.choice(CAMPOS_DE_MODELO): json(azar, hondo + 1) for _ in range(3)}
    return azar.choice([None, True, 0, -1, 2**70, 1.5, float("inf"), texto(azar), texto(azar)])
