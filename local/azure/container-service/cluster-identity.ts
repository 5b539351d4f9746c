import type { Properties } from "../../provider/provider";
import { textAt } from "../../provider/values";
import type { Cloud } from "../cloud";
import { assignedIdentities } from "../managed-identity/identity";

/** Object id of the identity that the control plane acts as, when the cluster was given one. */
export function clusterPrincipal(body: Properties, cloud: Cloud): string | undefined {
    const [identity] = assignedIdentities(body);
    return textAt(body, "identity.type") === "UserAssigned" && identity !== undefined
        ? textAt(cloud.find(identity)?.body, "principalId")
        : undefined;
}
