// The sources run as they are: no build comes between a rule and the gate.
process.chdir(__dirname); // the SDK reads the version of the pack from package.json in the working directory
// Before tsx, which would look through hundreds of its files for what to compile. The catalogue does without it.
if (process.argv[2] !== "--catalogue") loadSdk();
require("tsx/cjs");
require("./main.ts");

/** Without what writes functions into a state, which no pack does: the compiler of TypeScript and a part of npm. */
function loadSdk() {
    for (const unused of ["codePaths", "serializeClosure"]) {
        const id = require.resolve(`@pulumi/pulumi/runtime/closure/${unused}`);
        require.cache[id] = { id, filename: id, loaded: true, exports: {} };
    }
    require("@pulumi/policy");
}
