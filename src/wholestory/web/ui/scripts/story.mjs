// What JavaScript adds to a child's story: a slider beside the day, and months that open where they stand.
// Without it the day is typed and sent, and a month is a link.

const DAY = 86_400_000;

// A slider that moves the day of "what was known on this day", from the first record to the last.
export class KnownOn {
  constructor(form) {
    const box = form.elements.known;
    const first = Date.parse(form.dataset.earliest);
    const days = Math.round((Date.parse(form.dataset.latest) - first) / DAY);
    if (!box || !(days > 0)) return;
    const slider = Object.assign(document.createElement("input"), {
      type: "range", id: "known-slider", min: 0, max: days, className: "ws-slider",
    });
    const label = Object.assign(document.createElement("label"), {
      htmlFor: slider.id, className: "govuk-label", textContent: "Move through the days",
    });
    const dayOf = () => new Date(first + slider.valueAsNumber * DAY).toISOString().slice(0, 10);
    const say = () => slider.setAttribute("aria-valuetext", box.value || "now");
    slider.value = box.value ? Math.round((Date.parse(box.value) - first) / DAY) : days;
    slider.addEventListener("input", () => { box.value = dayOf(); say(); });
    box.addEventListener("input", () => {
      if (box.value) slider.value = Math.round((Date.parse(box.value) - first) / DAY);
      say();
    });
    slider.addEventListener("change", () => form.requestSubmit());
    say();
    box.after(label, slider);
  }
}

// Opens a month in its place. The link leads to the same page with that month open; where it cannot be fetched, the
// browser follows it.
export class StoryMonths {
  constructor(line) {
    line.addEventListener("click", (event) => {
      const link = event.target.closest("a.ws-open-month");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.open(link);
    });
  }

  async open(link) {
    const month = link.closest(".ws-month");
    link.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href);
      if (!answer.ok || answer.redirected) throw new Error("not the story");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const opened = document.importNode(page.getElementById(month.id), true);
      month.replaceWith(opened);
      const heading = opened.querySelector("h3");
      heading.tabIndex = -1;
      heading.focus();
    } catch {
      location.assign(link.href);
    }
  }
}
