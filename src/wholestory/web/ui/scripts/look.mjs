// What a browser with JavaScript adds to pages that work without it. Each module is bound by data-module="…".
import { initAll } from "govuk-frontend";
import { initAll as initMoj } from "@ministryofjustice/frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
initMoj();
