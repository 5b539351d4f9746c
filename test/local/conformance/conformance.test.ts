// Does not prove that Azure answers with these values, nor with these texts, nor that it takes as long.
import { azure } from "../azure/conformance-suite";
import { describeConformance } from "./conformance";

/** Each registry of the local cloud is one line here. */
const suites = [azure];

suites.forEach(describeConformance);
