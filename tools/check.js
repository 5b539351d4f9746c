// npm run check
const { ensureDependencies } = require("./install");

ensureDependencies();
const { failures } = require("./checks").runChecks();
process.exitCode = failures.length === 0 ? 0 : 1;
