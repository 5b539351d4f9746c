// Writes docs/rules/ from the rules of the policy pack; with --check it only says whether it is fresh.
import { rules } from "../policy-pack/rules";
import { writeOrCheck } from "./generated-files";
import { rulePages } from "./rule-docs/pages";

writeOrCheck("tools/generate-rule-docs.ts", rulePages(rules));
