// The page that is a file: CHECKPLOT_TYPE PAGE.

import { showAbout } from "./about_file.js";
import { startPage } from "./app.js";
import { byId } from "./dom.js";
import { fileSource } from "./source_file.js";

const data = JSON.parse(byId("data").textContent);
startPage(fileSource(data, (section) => showAbout(data, section)));
