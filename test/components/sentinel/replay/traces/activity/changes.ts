import type { Row } from "../../../../../../local/kql/schema";
import type { Caller } from "../../../../../../local/logs/activity";
import { document, serviceId } from "../../../../../local/azure/api-management-landscape";
import { groupId } from "../../../../../local/azure/fixture";
import { example, vaultId } from "../../../../../local/azure/landscape";
import { workflowId } from "../../../../../local/azure/sentinel-landscape";
import { byDeployer, byHand, type Subscription } from "./subscription";

/** A change of something that is deployed, which detections must find. */
interface Change {
    /** Default: somebody who does not deploy. */
    as?: Caller;
    make(subscription: Subscription, as: Caller): Promise<void>;
    found?: Row;
}

const found = ({ objectId, address }: Caller) => ({ Principal: objectId, Caller: objectId, CallerAddress: address });

/** By the detection that must find them. */
export const changes: Readonly<Record<string, Change>> = {
    "evidence-tampering": {
        as: byDeployer,
        make: (subscription, as) => subscription.remove(as, `${vaultId}/providers/Microsoft.Authorization/locks/keep`),
    },
    "federated-credential-changed": {
        make: (subscription, as) =>
            subscription.create(as, [
                "managedidentity:FederatedIdentityCredential",
                {
                    ...example["managedidentity:FederatedIdentityCredential"],
                    federatedIdentityCredentialResourceName: "elsewhere",
                    issuer: "https://token.actions.githubusercontent.com",
                    subject: "repo:somebody/else:ref:refs/heads/main",
                },
            ]),
        found: { Initiator: byHand.objectId, InitiatorAddress: byHand.address },
    },
    "gateway-changed-by-stranger": {
        make: (subscription, as) =>
            subscription.set(as, `${serviceId}/apis/orders/policies/policy`, "value", document()),
    },
    "log-changed-by-stranger": {
        make: (subscription, as) =>
            subscription.set(
                as,
                `${vaultId}/providers/Microsoft.Insights/diagnosticSettings/audit`,
                "logs[0].enabled",
                "false",
            ),
    },
    "network-changed-by-stranger": {
        make: (subscription, as) =>
            subscription.set(
                as,
                `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg`,
                "securityRules[0].access",
                "Allow",
            ),
    },
    "role-assigned-by-stranger": {
        make: (subscription, as) =>
            subscription.create(as, [
                "authorization:RoleAssignment",
                {
                    ...example["authorization:RoleAssignment"],
                    roleAssignmentName: "55555555-5555-4555-8555-000000000009",
                    principalId: byHand.objectId,
                    principalType: "User",
                },
            ]),
    },
    "watch-changed-by-stranger": {
        make: (subscription, as) => subscription.set(as, workflowId, "state", "Disabled"),
    },
};

/** What the change leaves, and whom it names. */
export async function traceOf({ as = byHand, make, found: expected = found(as) }: Change, subscription: Subscription) {
    subscription.clear();
    await make(subscription, as);
    return { log: subscription.log, now: subscription.now + 60_000, found: expected };
}
