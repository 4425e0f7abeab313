// Help beside a record while it is being written: asks the server once the typing pauses, which also keeps the draft.
// Without JavaScript the button "Check what I have written" shows the same.

const PAUSE = 900;
// Sending waits no longer than this for a draft that is being kept.
const LONGEST = 5000;

export class Writing {
  constructor(form) {
    this.form = form;
    this.help = document.getElementById("writing-help");
    this.status = document.getElementById("writing-status");
    this.asked = 0;
    this.keeping = new Set();
    form.addEventListener("input", () => this.wait());
    form.addEventListener("submit", (event) => this.send(event));
    window.addEventListener("beforeunload", (event) => {
      if (this.waiting && !this.leaving) event.preventDefault();
    });
  }

  wait() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  // A draft still on its way to the server would come back after its record was sent, so sending waits for it.
  async send(event) {
    this.leaving = true;
    clearTimeout(this.waiting);
    if (!this.keeping.size) return;
    event.preventDefault();
    if (this.held) return;
    this.held = true;
    const button = event.submitter;
    await Promise.allSettled(this.keeping);
    this.held = false;
    this.form.requestSubmit(button);
  }

  // What the server answers to the form as it stands.
  keep() {
    const signal = AbortSignal.timeout(LONGEST);
    const answer = fetch(this.form.dataset.help, { method: "POST", body: new FormData(this.form), signal });
    this.keeping.add(answer);
    const done = () => this.keeping.delete(answer);
    answer.then(done, done);
    return answer;
  }

  async ask() {
    const number = ++this.asked;
    let told;
    try {
      const answer = await this.keep();
      // Signed out meanwhile: the answer is the sign-in page, which is no help.
      told = answer.ok && !answer.redirected ? await answer.text() : null;
    } catch {
      told = null;
    }
    if (number !== this.asked) return;
    if (told === null) {
      this.status.textContent = "Not kept: the server cannot be reached, or you are signed out. Your text is still here.";
      return;
    }
    this.waiting = undefined;
    this.show(told);
  }

  show(told) {
    const there = document.activeElement?.id;
    const place = document.activeElement?.selectionStart;
    this.help.innerHTML = told;
    this.status.textContent = this.help.querySelector("[data-status]").dataset.status;
    // A reason being typed beside a wording must not lose its place when the help is drawn anew.
    const again = there && this.help.querySelector(`#${CSS.escape(there)}`);
    if (again) {
      again.focus();
      if (place !== undefined && place !== null) again.setSelectionRange(place, place);
    }
  }
}
