// What a browser with JavaScript adds to pages that work without it. Each module is bound by data-module="…".
import { initAll } from "govuk-frontend";
import { initAll as initMoj } from "@ministryofjustice/frontend";
import { Writing } from "./writing.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
initMoj();

for (const form of document.querySelectorAll('[data-module="ws-writing"]')) new Writing(form);
