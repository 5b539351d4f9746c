import { catalogue } from "./engine/catalogue";
import { rules } from "./rules";

// The SDK takes ten times as long to load as the rules: the catalogue does without it.
if (process.argv[2] === "--catalogue") console.log(JSON.stringify(catalogue(rules)));
else require("./serve");
