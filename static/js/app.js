// Each module looks for its own markup and does nothing where there is none.
import "./theme-choice.js";
import "./quick-log.js";
import "./keys.js";
import "./inbox.js";
import "./find.js";
import "./copy.js";
import "./tabs.js";
import "./opened.js";
import "./charts/index.js";
