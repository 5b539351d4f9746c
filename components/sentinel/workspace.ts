import * as pulumi from "@pulumi/pulumi";
import { checkedArmId, parseArmId } from "../shared";
import type { SentinelArgs } from "./sentinel-args";

/** The workspace that Sentinel watches. */
export interface WorkspaceReference {
    id: pulumi.Output<string>;
    name: pulumi.Output<string>;
    resourceGroupName: pulumi.Output<string>;
}

/** The workspace by its id; it may be in another resource group, but not in another subscription than its resources. */
export function workspaceOf({ workspaceId, subscriptionId }: SentinelArgs): WorkspaceReference {
    const id = checkedArmId(workspaceId, "workspaceId", "Microsoft.OperationalInsights/workspaces");
    const parsed = id.apply((given) => {
        const parts = parseArmId(given);
        if (parts?.subscriptionId.toLowerCase() === subscriptionId.toLowerCase()) return parts;
        throw new pulumi.RunError(
            `workspaceId is "${given}"; the workspace must be in subscription ${subscriptionId}.`,
        );
    });
    return {
        id,
        name: parsed.apply(({ names: [name = ""] }) => name),
        resourceGroupName: parsed.apply(({ resourceGroupName }) => resourceGroupName),
    };
}
