// Shows the kept page when there is no network. Keeps three files for it when it is installed, and never anything else:
// no page of a person, no amount, no answer of a form.
const KEPT = "offline-{{ version }}";
const PAGE = "{% url 'mobile:offline' %}";
const FILES = [PAGE, "{% static 'vendor/mobile.css' %}", "{% static 'shared/icon.svg' %}"];

addEventListener("install", (event) => {
  const anonymous = FILES.map((url) => new Request(url, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(anonymous)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name !== KEPT);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});

addEventListener("fetch", (event) => {
  const { mode, method, url } = event.request;
  const asked = mode === "navigate" ? PAGE : method === "GET" && FILES.find((file) => file === new URL(url).pathname);
  if (asked) event.respondWith(fetch(event.request).catch(() => caches.match(asked)));
});
