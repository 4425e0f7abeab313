// What a browser with JavaScript adds to pages that work without it. Each module is bound by data-module="…".
import { initAll } from "govuk-frontend";
import { initAll as initMoj } from "@ministryofjustice/frontend";
import { KnownOn, StoryMonths } from "./story.mjs";
import { Writing } from "./writing.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
initMoj();

const MODULES = { "known-on": KnownOn, "story-months": StoryMonths, "ws-writing": Writing };
for (const element of document.querySelectorAll("[data-module]")) {
  const Module = MODULES[element.dataset.module];
  if (Module) new Module(element);
}
