// The service worker of this release: what it keeps, and the scripts that keep it.
self.PRECARGA = [
{% for uno in precarga %}  { url: "{{ uno.url }}", revision: "{{ uno.revision }}" },
{% endfor %}];
{% for uno in guiones %}importScripts("{{ uno.url }}?{{ uno.revision }}");
{% endfor %}
