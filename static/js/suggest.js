// Names while one types in a search box: a combobox after the ARIA pattern. Without it the form works as it is.
for (const input of document.querySelectorAll('form[role="search"] input[name="q"]')) {
  const { form } = input, list = document.createElement("ul");
  let active = -1, timer, asked;

  const attributes = (of, given) => { for (const name in given) of.setAttribute(name, given[name]); };
  const open = (one) => { location.href = one.dataset.url; };

  function show(found) {
    choose(-1);
    input.setAttribute("aria-expanded", found.length > 0);
    list.replaceChildren(...found.map(([title, kind, url], at) => {
      const one = document.createElement("li"), small = document.createElement("small");
      attributes(one, { id: `${list.id}-${at}`, class: "suggest__one", role: "option", "aria-selected": false });
      one.dataset.url = url;
      small.textContent = kind;
      one.append(title, " ", small);
      return one;
    }));
  }

  function choose(at) {
    list.children[active]?.setAttribute("aria-selected", false);
    active = at < list.children.length ? at : -1;
    const one = list.children[active];
    one?.setAttribute("aria-selected", true);
    input.setAttribute("aria-activedescendant", one?.id || "");
  }

  async function ask() {
    const typed = asked = input.value.trim();
    if (typed.length < 2) return show([]);
    const query = new URLSearchParams({ q: typed }), past = form.elements.as_of?.value;
    if (past) query.set("as_of", past);
    const answer = await fetch(`${new URL(form.action).pathname}suggestions.json?${query}`).catch(() => 0);
    const [, titles, kinds, urls] = answer.ok ? await answer.json() : [0, [], [], []];
    if (typed !== asked) return;
    show(titles.map((title, at) => [title, kinds[at], urls[at] + (past ? `?as_of=${past}` : "")]));
  }

  attributes(list, { id: `${input.id}-suggested`, class: "suggest__list", role: "listbox", "aria-label": input.labels[0].textContent });
  attributes(input, { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": list.id });
  input.parentElement.classList.add("suggest");
  input.after(list);
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", () => { asked = ""; show([]); });
  input.addEventListener("keydown", (event) => {
    const { key } = event, { length } = list.children;
    if (key === "Escape" && length) show([]);
    else if (key === "ArrowDown" && length) choose(active + 1);
    else if (key === "ArrowUp" && length) choose(active < 0 ? length - 1 : active - 1);
    else if (key === "Enter" && active >= 0) open(list.children[active]);
    else return;
    event.preventDefault();
  });
  // Before the box loses its focus, and with it the list.
  list.addEventListener("mousedown", (event) => { event.preventDefault(); open(event.target.closest("li")); });
}
