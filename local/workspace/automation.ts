import type * as OpenStack from "./open-stack";

/** Loads what needs the Automation API. That takes a second, so it is not done before something is known to run. */
export function loadAutomation(): typeof OpenStack {
    return require("./open-stack");
}
