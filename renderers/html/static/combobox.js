// A list to search in, in place of a long list of options: what is typed filters it, accents and case of no account.
// The list of the page stays the one that is posted; without script it is used as it is.
// Pattern: an editable combobox with list autocomplete, as the ARIA Authoring Practices describe it.
"use strict";

const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/œ/gi, "oe")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

class Combobox {
  constructor(select) {
    this.select = select;
    this.entries = [...select.options]
      .filter((option) => option.value)
      .map((option) => ({ option, label: option.label, key: fold(option.label) }));
    this.shown = [];
    this.active = -1;
    this.build();
    this.listen();
  }

  build() {
    const id = this.select.id;
    this.input = document.createElement("input");
    this.input.type = "text";
    this.input.className = this.select.className;
    // The box takes the list's place in full: the label and every link to the control lead to it.
    this.input.id = id;
    this.select.id = `${id}-options`;
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.list = document.createElement("ul");
    this.list.id = `${id}-liste`;
    this.list.className = this.select.dataset.list;
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = this.select.dataset.hidden;
    this.status.setAttribute("role", "status");
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid", "required"]) {
      if (this.select.hasAttribute(name)) this.input.setAttribute(name, this.select.getAttribute(name));
    }
    const label = document.querySelector(`label[for="${id}"]`);
    if (label) {
      label.id = label.id || `${id}-libelle`;
      this.list.setAttribute("aria-labelledby", label.id);
    }
    const box = document.createElement("div");
    box.className = this.select.dataset.combobox;
    this.select.before(box);
    box.append(this.input, this.list, this.status, this.select);
    this.select.hidden = true;
    this.showChosen();
  }

  listen() {
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("click", () => this.list.hidden && this.search());
    this.input.addEventListener("blur", () => this.leave());
    // The list would lose the click to `blur` otherwise.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.choose(this.shown[Number(item.dataset.index)]);
    });
    // The browser may restore the list's choice when coming back to the page.
    window.addEventListener("pageshow", () => this.showChosen());
  }

  showChosen() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen && chosen.value ? chosen.label : "";
  }

  search() {
    const wanted = fold(this.input.value);
    const untouched = this.chosenLabel() === this.input.value;
    const found = wanted && !untouched ? this.entries.filter((entry) => ` ${entry.key}`.includes(` ${wanted}`)) : this.entries;
    // Names that begin with what was typed come first; the order of the dictionary stays otherwise.
    this.shown = [...found].sort((a, b) => Number(b.key.startsWith(wanted)) - Number(a.key.startsWith(wanted)));
    this.active = -1;
    this.draw();
  }

  chosenLabel() {
    const chosen = this.select.selectedOptions[0];
    return chosen && chosen.value ? chosen.label : null;
  }

  draw() {
    this.list.replaceChildren(
      ...this.shown.map((entry, index) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${index}`;
        item.className = this.select.dataset.option;
        item.dataset.index = String(index);
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(entry.option.selected));
        item.textContent = entry.label;
        return item;
      }),
    );
    const { none, one, count } = this.select.dataset;
    const total = this.shown.length;
    this.status.textContent = total === 0 ? none : total === 1 ? one : count.replace("{n}", String(total));
    this.open(total > 0);
  }

  open(visible) {
    this.list.hidden = !visible;
    this.input.setAttribute("aria-expanded", String(visible));
    if (!visible) this.activate(-1);
  }

  activate(index) {
    this.list.children[this.active]?.removeAttribute("data-active");
    this.active = index;
    const item = this.list.children[index];
    if (!item) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    item.dataset.active = "";
    item.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", item.id);
  }

  key(event) {
    const last = this.shown.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.search();
      const down = event.key === "ArrowDown";
      this.activate(down ? (this.active >= last ? 0 : this.active + 1) : this.active <= 0 ? last : this.active - 1);
    } else if (event.key === "Enter" && !this.list.hidden) {
      // Enter chooses; only a closed list lets it send the form.
      event.preventDefault();
      if (this.active >= 0) this.choose(this.shown[this.active]);
      else this.leave();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.open(false);
    }
  }

  choose(entry) {
    entry.option.selected = true;
    this.input.value = entry.label;
    this.open(false);
  }

  // Leaving takes what was typed when it names one option, or could name one only. Otherwise nothing is chosen, and what
  // was typed stays in sight: the server asks again.
  leave() {
    if (this.list.hidden && this.chosenLabel() === this.input.value) return;
    const wanted = fold(this.input.value);
    const exact = this.entries.filter((entry) => entry.key === wanted);
    const near = exact.length ? exact : this.entries.filter((entry) => ` ${entry.key}`.includes(` ${wanted}`));
    if (wanted && near.length === 1) {
      near[0].option.selected = true;
      this.showChosen();
    } else {
      this.select.value = "";
    }
    this.open(false);
  }
}

for (const select of document.querySelectorAll("select[data-combobox]")) new Combobox(select);
