import { policyPack } from "../workspace/checkout";
import type { Session } from "./session";

/** The policy pack and its configuration for the stack: what judges a preview judges the deployment. */
export function policyOptions({ policyConfig }: Session) {
    return { policyPacks: [policyPack], policyPackConfigs: [policyConfig] };
}
