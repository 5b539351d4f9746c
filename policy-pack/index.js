// The sources run as they are: no build comes between a rule and the gate.
process.chdir(__dirname); // the SDK reads the version of the pack from package.json in the working directory
require("tsx/cjs");
require("./main.ts");
