// Leaves at once, in place of this page in the history.
"use strict";

location.replace(document.currentScript.dataset.url);
