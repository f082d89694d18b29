// A list to search in, in place of a long list of options: what is typed filters it, accents and case of no account.
// The list of the page stays the one that is posted; without script it is used as it is.
// Pattern: an editable combobox with list autocomplete, as the ARIA Authoring Practices describe it. Needs `search.js`.
"use strict";

class Combobox {
  constructor(select) {
    this.select = select;
    this.options = new Options(select);
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
    // What is not in the list is said in sight, and with the box; `status` already speaks of it.
    this.note = document.createElement("p");
    this.note.id = `${id}-note`;
    this.note.className = this.select.dataset.note;
    this.described = this.select.getAttribute("aria-describedby") || "";
    this.refused = this.select.getAttribute("aria-invalid") || "false";
    this.input.required = this.select.required;
    this.tell("");
    const label = document.querySelector(`label[for="${id}"]`);
    if (label) {
      label.id = label.id || `${id}-libelle`;
      this.list.setAttribute("aria-labelledby", label.id);
    }
    const box = document.createElement("div");
    box.className = this.select.dataset.combobox;
    this.select.before(box);
    box.append(this.input, this.list, this.status, this.select);
    box.after(this.note);
    this.select.hidden = true;
    this.showChosen();
  }

  listen() {
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
    // What is typed next takes the place of what is there; a click would drop that selection.
    this.input.addEventListener("focus", () => {
      this.fresh = true;
      this.input.select();
    });
    this.input.addEventListener("click", () => {
      if (this.fresh) this.input.select();
      this.fresh = false;
      if (this.list.hidden) this.search();
    });
    this.input.addEventListener("blur", () => this.leave());
    // Some phones leave the focus in the box when a button is pressed.
    this.input.form?.addEventListener("submit", () => this.leave());
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
    this.tell("");
  }

  // Says in sight what is wrong with what was typed; nothing more when there is nothing to say.
  tell(words) {
    this.note.textContent = words;
    this.note.hidden = !words;
    this.input.setAttribute("aria-invalid", words ? "true" : this.refused);
    const described = words ? `${this.described} ${this.note.id}`.trim() : this.described;
    if (described) this.input.setAttribute("aria-describedby", described);
    else this.input.removeAttribute("aria-describedby");
  }

  search() {
    this.shown = this.options.found(this.input.value, this.chosenLabel() === this.input.value);
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
    this.tell(total === 0 ? none : "");
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
    } else if (event.key === "Enter" && !(this.list.hidden && this.settled())) {
      // Enter chooses; only a closed list under a name it holds, or an empty box, lets it send the form.
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
    this.showChosen();
    this.open(false);
  }

  settled() {
    return (this.chosenLabel() || "") === this.input.value;
  }

  // Leaving takes what was typed when it names one option, or could name one only. Otherwise nothing is chosen, what was
  // typed stays in sight and the note says why.
  leave() {
    this.open(false);
    if (this.settled()) return;
    const near = this.options.named(this.input.value);
    if (near.length === 1) {
      this.choose(near[0]);
      return;
    }
    this.select.value = "";
    const words = !this.input.value ? "" : near.length ? this.select.dataset.several : this.select.dataset.none;
    this.status.textContent = words;
    this.tell(words);
  }
}

for (const select of document.querySelectorAll("select[data-combobox]")) new Combobox(select);
