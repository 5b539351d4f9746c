import * as pulumi from "@pulumi/pulumi";
import { quarantinePolicy } from "../server-namespace/responders";
import type { Expression } from "./cel";
import { type Guard, outsideSystem, writes } from "./guard";

/**
 * What is let through is said by policies of Cilium. Those of Kubernetes add to them, and roles of Azure for workloads
 * let them be written: so they only deny. Serves practices 10.3 and ZT-2.
 */
export const networkPolicies: Guard = {
    matches: [{ group: "networking.k8s.io", resources: ["networkpolicies"], operations: writes }],
    where: outsideSystem,
    demands: [
        {
            holds: "object.spec.?ingress.orValue([]).size() == 0 && object.spec.?egress.orValue([]).size() == 0",
            message: "A NetworkPolicy may only deny: leave out ingress and egress, and allow by a CiliumNetworkPolicy.",
        },
    ],
};

/**
 * Who responds cuts off what they respond to; their right to create policies can be limited to no name. Serves practice
 * IR-2.
 *
 * @param responders - Expressions, one for each, of whether it is they who ask.
 */
export function quarantines(responders: pulumi.Input<Expression>[]): Guard {
    const denies = `(object.metadata.name == "${quarantinePolicy}" && has(object.spec) && !has(object.spec.ingress) && !has(object.spec.egress) && !has(object.specs))`;
    return {
        matches: [{ group: "cilium.io", resources: ["ciliumnetworkpolicies"], operations: writes }],
        demands: responders.map((isResponder) => ({
            holds: pulumi.interpolate`!${isResponder} || ${denies}`,
            message: `Responders may only deny, by the policy ${quarantinePolicy}, with ingressDeny and egressDeny.`,
        })),
    };
}
