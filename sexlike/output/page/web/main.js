// The page of `sexlike IMAGE --page`.

import { startPage } from "./app.js";
import { liveSource } from "./source_live.js";

startPage(liveSource());
