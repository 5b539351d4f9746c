// The sources run as they are: no build comes between a rule and the gate.
process.chdir(__dirname); // the SDK reads the version of the pack from package.json in the working directory
// Before tsx, which would look through hundreds of its files for what to compile. The catalogue does without it.
if (process.argv[2] !== "--catalogue") require("@pulumi/policy");
require("tsx/cjs");
require("./main.ts");
