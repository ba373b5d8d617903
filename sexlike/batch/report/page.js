"use strict";
(() => {
  const table = document.getElementById("exposures");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const words = document.getElementById("words");
  const status = document.getElementById("status");
  const count = document.getElementById("count");
  const marks = new Map();
  for (const mark of document.querySelectorAll("svg [data-row]")) {
    const row = mark.dataset.row;
    if (!marks.has(row)) marks.set(row, []);
    marks.get(row).push(mark);
  }
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  // Numbers are compared as numbers, texts as texts with their numbers in order; what has no value comes last.
  const collator = new Intl.Collator("en", { numeric: true });
  const keyOf = (row, column) => row.cells[column].dataset.value ?? "";
  function sort(header) {
    const column = header.cellIndex;
    const up = header.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    const sign = up ? 1 : -1;
    const numeric = header.classList.contains("number");
    const keys = new Map(rows.map((row) => [row, keyOf(row, column)]));
    rows.sort((one, two) => {
      const a = keys.get(one), b = keys.get(two);
      if (a === "" || b === "") return (a === "") - (b === "");
      return sign * (numeric ? Number(a) - Number(b) : collator.compare(a, b));
    });
    body.append(...rows);
  }

  function filter() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = texts.get(row);
      const is = (!status.value || row.dataset.status === status.value) && wanted.every((word) => text.includes(word));
      row.hidden = !is;
      shown += is;
      for (const mark of marks.get(row.dataset.row) ?? []) mark.classList.toggle("out", !is);
    }
    count.textContent = `${shown} of ${rows.length} exposures`;
  }

  function choose(number) {
    for (const chosen of document.querySelectorAll(".chosen")) chosen.classList.remove("chosen");
    const row = document.getElementById(`row-${number}`);
    if (!row) return null;
    for (const mark of marks.get(number) ?? []) mark.classList.add("chosen");
    row.classList.add("chosen");
    return row;
  }

  function show(number) {
    const row = choose(number);
    if (!row) return;
    if (row.hidden) {
      words.value = status.value = "";
      filter();
    }
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
  }

  function download() {
    const blob = new Blob([document.getElementById("csv").value], { type: "text/csv" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = document.getElementById("download").dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  table.tHead.addEventListener("click", (event) => {
    const header = event.target.closest("th");
    if (header) sort(header);
  });
  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (row && !event.target.closest("a")) choose(row.dataset.row);
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("svg [data-row]");
    const link = event.target.closest('a[href^="#row-"]');
    if (mark) show(mark.dataset.row);
    if (link) {
      event.preventDefault();
      show(link.hash.slice(5));
    }
  });
  words.addEventListener("input", filter);
  status.addEventListener("change", filter);
  document.getElementById("download").addEventListener("click", download);
  document.getElementById("controls").hidden = false;
  filter();
})();
