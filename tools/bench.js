// npm run bench
const { ensureDependencies } = require("./install");

ensureDependencies();
require("tsx/cjs");
require("../bench/index.ts");
