"""Every address of the project, by the name of its URL: who gets what."""

ROLES = (
    "anonima",
    "gestora",
    "supervisora",
    "ajena",
    "supervisora_ajena",
    "sede",
    "administracion",
)
ENTRADA, NADIE = 302, 404


def tabla(**por_rol):
    """What each role gets; who is not named gets what `todas` says; the anonymous go to log in."""
    todas = por_rol.pop("todas", NADIE)
    return {"anonima": ENTRADA} | {r: por_rol.get(r, todas) for r in ROLES[1:]}


# Own territory, and sede sees the country. Everyone else: it does not exist.
DEL_TERRITORIO = tabla(gestora=200, supervisora=200, sede=200)
# Field work: sede sees but may not act (403); a repeated or lost move answers 409.
CAMPO = {"gestora": 302, "supervisora": 302, "sede": 403}
CARGAS = tabla(sede=200, administracion=200)
# Each in her own territory, so the stranger's are empty.
DECIDEN = tabla(supervisora=200, supervisora_ajena=200, sede=200)
# Whoever works contacts has a route and a phone; the stranger's are her own.
DE_CAMPO = tabla(todas=403, gestora=200, supervisora=200, ajena=200, supervisora_ajena=200)
# A phone is answered in JSON: 401 without a session, never a page.
DE_TELEFONO = DE_CAMPO | {"anonima": 401}
# Only supervisors share out the work; for the others the tool does not exist.
REPARTEN = tabla(todas=403, supervisora=302, supervisora_ajena=302)
# The API knows keys, not sessions.
API = tabla(todas=401) | {"anonima": 401}

# name of the URL: (method, what each role gets)
ACCESOS = {
    "juntos:inicio": ("get", tabla(todas=302)),
    "juntos:entrar": ("get", tabla(todas=302) | {"anonima": 200}),
    "juntos:salir": ("post", tabla(todas=302) | {"anonima": 302}),
    # One's own account. Whoever has no second factor is sent to say her password first.
    "account_login": ("get", tabla(todas=302) | {"anonima": 200}),
    # No provider is named here.
    "openid_connect_login": ("post", tabla() | {"anonima": 404}),
    "openid_connect_callback": ("get", tabla() | {"anonima": 404}),
    "account_logout": ("post", tabla(todas=302) | {"anonima": 302}),
    "account_inactive": ("get", tabla(todas=200) | {"anonima": 200}),
    "account_reauthenticate": ("get", tabla(todas=200)),
    "account_change_password": ("get", tabla(todas=200)),
    "usersessions_list": ("get", tabla(todas=200)),
    "mfa_index": ("get", tabla(todas=200)),
    "mfa_authenticate": ("get", tabla(todas=302)),
    "mfa_reauthenticate": ("get", tabla(todas=302)),
    "mfa_activate_totp": ("get", tabla(todas=302)),
    "mfa_deactivate_totp": ("get", tabla()),
    "mfa_view_recovery_codes": ("get", tabla()),
    "mfa_generate_recovery_codes": ("get", tabla(todas=302)),
    "mfa_download_recovery_codes": ("get", tabla()),
    "mfa_list_webauthn": ("get", tabla(todas=200)),
    "mfa_add_webauthn": ("get", tabla(todas=302)),
    "mfa_reauthenticate_webauthn": ("get", tabla(todas=302)),
    "mfa_edit_webauthn": ("get", tabla(todas=302)),
    "mfa_remove_webauthn": ("get", tabla(todas=302)),
    "juntos:salud": ("get", tabla(todas=503) | {"anonima": 503}),
    "juntos:salud-viva": ("get", tabla(todas=200) | {"anonima": 200}),
    "juntos:salud-lista": ("get", tabla(todas=200) | {"anonima": 200}),
    # A monitor with its token, and administration; no worker answers it here.
    "captacion:salud-profunda": ("get", tabla(administracion=503) | {"anonima": 404}),
    "afiliacion:metricas": ("get", tabla() | {"anonima": 404}),
    "juntos:tareas": ("get", tabla(todas=403, administracion=200)),
    "juntos:tarea-reintentar": ("post", tabla(administracion=302)),
    "juntos:tarea-descartar": ("post", tabla(administracion=302)),
    "juntos:invitaciones": ("get", tabla(todas=403, administracion=200)),
    "juntos:invitacion-nueva": ("get", tabla(todas=403, administracion=200)),
    "juntos:invitacion-reenviar": ("post", tabla(administracion=302)),
    "juntos:invitacion-anular": ("post", tabla(administracion=302)),
    # The link of somebody who has not entered yet: nobody else's.
    "juntos:invitacion": ("get", tabla(todas=403) | {"anonima": 200}),
    "juntos:privilegios": (
        "get",
        tabla(todas=403, supervisora=200, supervisora_ajena=200, sede=200, administracion=200),
    ),
    "juntos:privilegios-archivo": (
        "get",
        tabla(todas=403, supervisora=200, supervisora_ajena=200, sede=200, administracion=200),
    ),
    "juntos:privilegios-firmar": (
        "post",
        tabla(todas=403, supervisora=422, supervisora_ajena=422, administracion=422),
    ),
    "juntos:trabajador": ("get", tabla(todas=200) | {"anonima": 200}),
    "juntos:manifiesto": ("get", tabla(todas=200) | {"anonima": 200}),
    "juntos:lecturas": ("get", tabla(todas=403, supervisora=200, supervisora_ajena=200, sede=200)),
    "juntos:alerta-revisar": ("post", tabla(supervisora=422, sede=422)),
    "captacion:cargas": ("get", CARGAS),
    "captacion:carga": ("get", CARGAS),
    "captacion:carga-progreso": ("get", tabla(sede=302, administracion=302)),
    "captacion:carga-cancelar": ("post", tabla(sede=409, administracion=409)),
    "captacion:carga-reintentar": ("post", tabla(sede=409, administracion=409)),
    "captacion:carga-autorizar": ("post", tabla(sede=409, administracion=409)),
    "captacion:carga-descartar": ("post", tabla(sede=409, administracion=409)),
    "captacion:carga-releer": ("post", tabla(sede=409, administracion=409)),
    "captacion:carga-columnas": ("get", tabla(sede=409, administracion=409)),
    "captacion:carga-rechazadas": ("get", CARGAS),
    "captacion:carga-cambios": ("get", CARGAS),
    "captacion:carga-ausentes": ("get", CARGAS),
    "captacion:carga-ausentes-archivo": ("get", CARGAS),
    "captacion:cruces": ("get", tabla(todas=200)),
    "captacion:cruce": ("get", DEL_TERRITORIO),
    "captacion:cruce-umbrales": ("get", CARGAS),
    "captacion:cruce-confirmar": ("post", tabla(gestora=403, supervisora=302, sede=302)),
    "captacion:cruce-descartar": ("post", tabla(gestora=403, supervisora=302, sede=302)),
    "captacion:cruce-aplazar": ("post", tabla(supervisora=302, sede=302)),
    "captacion:cruce-deshacer": ("post", tabla(gestora=403, supervisora=409, sede=409)),
    "captacion:cruce-hogares": (
        "get",
        tabla(todas=403, supervisora=200, supervisora_ajena=200, sede=200),
    ),
    "captacion:cruce-hogares-archivo": (
        "get",
        tabla(todas=403, supervisora=200, supervisora_ajena=200, sede=200),
    ),
    "captacion:cruce-documentos": ("get", tabla(todas=403, sede=200)),
    "captacion:cruce-documento-levantar": ("post", tabla(sede=302)),
    "captacion:cruce-documento-reponer": ("post", tabla(sede=409)),
    "captacion:cruces-decisiones": ("get", DECIDEN),
    "captacion:cruces-lote": ("get", DECIDEN),
    "captacion:cruces-lote-confirmar": (
        "post",
        tabla(supervisora=409, supervisora_ajena=409, sede=409),
    ),
    "captacion:lote": ("get", tabla(supervisora=200)),
    "captacion:lote-deshacer": ("post", tabla(supervisora=302)),
    "api:eventos": ("post", API),
    "api:evento": ("get", API),
    "api:openapi": ("get", tabla(todas=200) | {"anonima": 200}),
    "afiliacion:cola": ("get", tabla(todas=200)),
    "afiliacion:cola-exportar": ("get", tabla(todas=200)),
    "afiliacion:filtro-guardar": ("post", tabla(todas=302)),
    "afiliacion:filtro-abrir": ("post", tabla(gestora=302)),
    "afiliacion:filtro-retirar": ("post", tabla(gestora=302)),
    "afiliacion:filtro-restaurar": ("post", tabla(gestora=302)),
    "afiliacion:reasignar": ("post", REPARTEN),
    "afiliacion:reasignacion": ("get", tabla(supervisora=200)),
    "afiliacion:reasignacion-deshacer": ("post", tabla(supervisora=409)),
    "afiliacion:bandeja": ("get", tabla(todas=403, supervisora=200, supervisora_ajena=200)),
    "afiliacion:equipo": ("get", tabla(todas=403, supervisora=200, supervisora_ajena=200)),
    "afiliacion:equipo-mover": ("post", REPARTEN),
    "afiliacion:ausencia-registrar": (
        "post",
        tabla(todas=403, supervisora=422, supervisora_ajena=422),
    ),
    "afiliacion:ausencia-quitar": ("post", tabla(supervisora=302)),
    "afiliacion:salida": ("get", tabla(todas=403, supervisora=200, supervisora_ajena=404)),
    "afiliacion:salida-deshacer": ("post", tabla(supervisora=409)),
    "afiliacion:buscar": ("get", tabla(todas=200)),
    "afiliacion:ruta": ("get", DE_CAMPO),
    "afiliacion:ruta-agregar": ("post", {r: 302 if c == 200 else c for r, c in DE_CAMPO.items()}),
    "afiliacion:ruta-quitar": ("post", {r: 302 if c == 200 else c for r, c in DE_CAMPO.items()}),
    "afiliacion:ruta-hoja": ("get", DE_CAMPO),
    # The same empty page for everybody: what it shows is on the phone.
    "afiliacion:ruta-campo": ("get", tabla(todas=200) | {"anonima": 200}),
    "afiliacion:ruta-datos": ("get", DE_TELEFONO),
    "afiliacion:ruta-sesion": ("get", DE_TELEFONO),
    "afiliacion:ruta-sincronizar": (
        "post",
        {r: 400 if c == 200 else c for r, c in DE_TELEFONO.items()},
    ),
    "afiliacion:ruta-adjunto": (
        "put",
        {r: 415 if c == 200 else c for r, c in DE_TELEFONO.items()},
    ),
    "afiliacion:ruta-cuarentena": ("post", tabla(todas=202) | {"anonima": 202}),
    "afiliacion:campo-observados": (
        "get",
        tabla(todas=403, supervisora=200, supervisora_ajena=200),
    ),
    "afiliacion:campo-revisar": ("post", tabla(gestora=403, supervisora=302, sede=403)),
    "afiliacion:campo-aplicar": ("post", tabla(gestora=403, supervisora=409, sede=403)),
    "afiliacion:campo-descartar": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:dispositivos": ("get", DE_CAMPO),
    "afiliacion:dispositivo-revocar": ("post", tabla(gestora=403, supervisora=302)),
    "afiliacion:adjunto": ("get", DEL_TERRITORIO),
    "afiliacion:contacto": ("get", DEL_TERRITORIO),
    "afiliacion:contacto-tomar": ("post", tabla(**CAMPO)),
    "afiliacion:contacto-soltar": ("post", tabla(**CAMPO)),
    "afiliacion:contacto-asignar": ("post", tabla(gestora=403, supervisora=422, sede=403)),
    "afiliacion:contacto-mudar": ("get", tabla(gestora=403, supervisora=403, sede=409)),
    "afiliacion:visita-registrar": ("get", tabla(gestora=200, supervisora=200, sede=403)),
    "afiliacion:solicitud-abrir": ("post", tabla(**CAMPO)),
    "afiliacion:contacto-reabrir": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:hogar": ("get", DEL_TERRITORIO),
    "afiliacion:hogar-historia": ("get", DEL_TERRITORIO),
    "afiliacion:hogar-tarjeta": ("get", DEL_TERRITORIO),
    "afiliacion:corresponsabilidades": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:corresponsabilidades-aviso": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:cuidado": (
        "get",
        tabla(gestora=200, supervisora=200, sede=403, administracion=403),
    ),
    "afiliacion:cuidado-deshacer": ("post", tabla(**CAMPO)),
    "afiliacion:exoneraciones": (
        "get",
        tabla(todas=403, supervisora=200, supervisora_ajena=200, sede=200),
    ),
    "afiliacion:exoneracion-anular": ("post", tabla(supervisora=302, sede=302)),
    "afiliacion:exoneracion-reponer": ("post", tabla(supervisora=409, sede=409)),
    "afiliacion:salida-proponer": ("get", tabla(gestora=200, supervisora=200, sede=403)),
    "afiliacion:salidas-propuestas": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:propuesta-aceptar": ("post", tabla(gestora=403, supervisora=302, sede=403)),
    "afiliacion:propuesta-descartar": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:tablero": ("get", tabla(todas=200, administracion=403)),
    # Without what to list.
    "afiliacion:tablero-filas": ("get", tabla()),
    "afiliacion:tablero-parte": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:tablero-figura": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:tablero-grafico": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:liquidaciones": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:liquidacion": ("get", tabla(todas=200, administracion=404)),
    "afiliacion:liquidacion-calcular": ("post", tabla(todas=422, administracion=404)),
    "afiliacion:liquidacion-avanzar": ("post", tabla(todas=403, sede=409, administracion=404)),
    "afiliacion:liquidacion-resultados": ("post", tabla(todas=422, administracion=404)),
    # Its files exist once it was sent to the bank.
    "afiliacion:liquidacion-archivo": ("get", tabla()),
    "afiliacion:liquidacion-lineas": ("get", tabla(todas=200, administracion=404)),
    "afiliacion:liquidacion-linea": ("get", DEL_TERRITORIO),
    "afiliacion:solicitudes": ("get", tabla(todas=200)),
    "afiliacion:solicitudes-aprobar": ("post", tabla(todas=302)),
    "afiliacion:solicitud": ("get", DEL_TERRITORIO),
    "afiliacion:acuerdo-subir": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:solicitud-titular": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:solicitud-enviar": ("post", tabla(gestora=409, supervisora=409, sede=403)),
    "afiliacion:solicitud-aprobar": ("post", tabla(gestora=403, supervisora=302, sede=403)),
    "afiliacion:solicitud-observar": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:solicitud-rechazar": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:acuerdo": ("get", DEL_TERRITORIO),
    "afiliacion:alertas": ("get", tabla(todas=200)),
    "afiliacion:alerta-atender": ("post", tabla(gestora=403, supervisora=302, sede=403)),
    "afiliacion:alerta-reabrir": ("post", tabla(gestora=403, supervisora=409, sede=403)),
    "afiliacion:alerta-derivar": ("get", tabla(gestora=200, supervisora=200, sede=403)),
    "afiliacion:incidencia-resolver": ("post", tabla(gestora=403, supervisora=302, sede=403)),
    "afiliacion:derivaciones": ("get", tabla(todas=200)),
    "afiliacion:derivacion": ("get", DEL_TERRITORIO),
    "afiliacion:derivacion-hoja": ("get", DEL_TERRITORIO),
    "afiliacion:derivacion-seguir": ("post", tabla(gestora=422, supervisora=422, sede=422)),
    "afiliacion:articulacion": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:articulacion-distrito": ("get", DEL_TERRITORIO),
    "afiliacion:articulacion-municipalidad": ("get", DEL_TERRITORIO),
    "afiliacion:articulacion-establecimiento": ("get", DEL_TERRITORIO),
    "afiliacion:articulacion-cuidados": ("get", DEL_TERRITORIO),
    "afiliacion:entregas": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:entrega-recibo": ("get", DEL_TERRITORIO),
    "afiliacion:informes": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:informe": ("get", tabla(todas=200, administracion=404)),
    "afiliacion:informe-aprobar": ("post", tabla(todas=403, sede=409, administracion=404)),
    # Of a number of the country, only sede sees the rows.
    "afiliacion:informe-filas": ("get", tabla(sede=200)),
    "afiliacion:informe-archivo": ("get", tabla(todas=200, administracion=404)),
    "afiliacion:metas": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:meta-anular": (
        "post",
        tabla(gestora=403, supervisora=403, ajena=404, supervisora_ajena=404, sede=302),
    ),
    "afiliacion:datos": ("get", tabla(todas=403, sede=200)),
    "afiliacion:datos-archivo": ("get", tabla(todas=403, sede=200)),
    "afiliacion:resumen": ("get", tabla(todas=200, administracion=403)),
    "afiliacion:resumen-correo": ("post", tabla(todas=302, administracion=403)),
    # No provider is chosen in the tests: no message leaves.
    "afiliacion:contacto-mensaje": ("post", tabla(gestora=403, supervisora=403, sede=403)),
}
