import { catalogue } from "./engine/catalogue";
import { rules } from "./rules";

// The catalogue does without the SDK, which takes as long to load as the rules.
if (process.argv[2] === "--catalogue") console.log(JSON.stringify(catalogue(rules)));
else require("./serve");
