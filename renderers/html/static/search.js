// Which options of a long list are meant by what is typed, accents and case of no account.
"use strict";

// Other names of the options by value ("GB:Angleterre,Écosse|US:USA"), once per page.
const names = new Map(
  (document.currentScript.dataset.names || "").split("|").map((line) => [line.split(":")[0], line.split(":")[1]?.split(",")]),
);

const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/œ/gi, "oe")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

class Options {
  constructor(select) {
    this.entries = [...select.options]
      .filter((option) => option.value)
      .map((option) => ({
        option,
        label: option.label,
        key: fold(option.label),
        others: (names.get(option.value) || []).map(fold),
      }));
  }

  // Those to propose: `all` of them, or those that match. Names that begin with what was typed come first; the order of the
  // dictionary stays otherwise.
  found(typed, all) {
    const wanted = fold(typed);
    const matching = wanted && !all ? this.matching(wanted) : this.entries;
    return [...matching].sort((a, b) => Number(b.key.startsWith(wanted)) - Number(a.key.startsWith(wanted)));
  }

  // Those that what was typed may stand for: the one of that very name, or else all that match.
  named(typed) {
    const wanted = fold(typed);
    if (!wanted) return [];
    const exact = this.entries.filter((entry) => entry.key === wanted);
    return exact.length ? exact : this.matching(wanted);
  }

  matching(wanted) {
    const begun = (key) => ` ${key}`.includes(` ${wanted}`);
    return this.entries.filter((entry) => begun(entry.key) || entry.others.some(begun));
  }
}
