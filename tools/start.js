// npm start: the command line, in this very process, so that exit code, terminal and signals need no passing on.
const { ensureDependencies } = require("./install");

ensureDependencies();
require("tsx/cjs");
require("../local/cli.ts");
