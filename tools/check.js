// npm run check
const { ensureDependencies } = require("./install");

ensureDependencies();
const { failed } = require("./checks").runChecks();
process.exitCode = failed === 0 ? 0 : 1;
