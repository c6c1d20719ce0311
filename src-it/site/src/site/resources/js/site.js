// The menu of narrow screens, and the search: an index in the browser, made when the field is first used.
(() => {
  const base = document.currentScript.dataset.base;
  const body = document.body;
  const field = document.querySelector("#search input");
  const results = document.querySelector("#search-results");
  const button = document.querySelector("#menu-button");
  let index;

  body.classList.add("with-script");
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", String(body.classList.toggle("menu-open")));
  });

  const load = name => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = base + "js/" + name;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  const build = () => lunr(function () {
    this.ref("id");
    this.field("title", { boost: 10 });
    this.field("page", { boost: 3 });
    this.field("text");
    searchEntries.forEach((entry, id) => this.add({ id, ...entry }));
  });

  // from file:// a browser loads scripts, but no other data: entries are therefore a script
  const prepare = () => index ??= load("lunr.min.js").then(() => {
    lunr.tokenizer.separator = /[\s\-.,:;/()<>=`"'@*{}[\]]+/;
    return load("search-entries.js");
  }).then(build);

  const find = (found, typed) => {
    const words = lunr.tokenizer(typed).map(String).filter(word => lunr.stopWordFilter(word));
    if (words.length === 0) return [];
    const last = words.pop();
    return found.query(query => {
      words.forEach(word => query.term(word, { usePipeline: true, presence: lunr.Query.presence.REQUIRED }));
      query.term(last, { usePipeline: true, boost: 10 });
      query.term(last, { usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
    }).slice(0, 20).map(hit => searchEntries[hit.ref]);
  };

  const link = entry => {
    const item = document.createElement("li");
    const anchor = item.appendChild(document.createElement("a"));
    anchor.href = base + entry.url;
    anchor.appendChild(document.createElement("b")).textContent = entry.title;
    anchor.append(entry.page === entry.title ? "" : " · " + entry.page);
    const text = entry.text.slice(0, 140);
    anchor.appendChild(document.createElement("small")).textContent = entry.text.length > 140 ? text + "…" : text;
    return item;
  };

  const show = async () => {
    const typed = field.value.trim();
    results.hidden = typed === "";
    if (results.hidden) return;
    const entries = find(await prepare(), typed);
    if (typed !== field.value.trim()) return;
    const summary = document.createElement("p");
    summary.textContent = entries.length === 0 ? "Not found." : entries.length + (entries.length === 1 ? " place" : " places");
    const list = document.createElement("ol");
    list.append(...entries.map(link));
    results.replaceChildren(summary, list);
  };

  field.addEventListener("focus", prepare, { once: true });
  field.addEventListener("input", show);
  field.form.addEventListener("submit", event => {
    event.preventDefault();
    results.querySelector("a")?.click();
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") results.hidden = true;
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      field.focus();
    }
  });
  document.addEventListener("click", event => {
    if (!field.form.contains(event.target)) results.hidden = true;
  });

  // a link may name a search: index.html?search=dane
  const asked = new URLSearchParams(location.search).get("search");
  if (asked) {
    field.value = asked;
    show();
  }
})();
