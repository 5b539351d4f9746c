// Does not prove that Azure and Microsoft Graph answer with these values, nor with these texts, nor that they take as long.
import { azure } from "../azure/conformance-suite";
import { entra } from "../entra/conformance-suite";
import { describeConformance } from "./conformance";

/** Each registry of the local cloud is one line here. */
const suites = [azure, entra];

suites.forEach(describeConformance);
