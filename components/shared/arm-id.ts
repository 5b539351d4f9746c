import * as pulumi from "@pulumi/pulumi";

/** The parts of the id of a resource that lives in a resource group. */
export interface ArmId {
    subscriptionId: string;
    resourceGroupName: string;
    /** Namespace and types, for example `Microsoft.KeyVault/vaults/keys`. */
    type: string;
    /** One name for each type. */
    names: string[];
}

/** `/subscriptions/.../resourceGroups/.../providers/<namespace>/<type>/<name>/...` */
export function formatArmId({ subscriptionId, resourceGroupName, type, names }: ArmId): string {
    const [namespace, ...types] = type.split("/");
    const path = types.map((segment, index) => `${segment}/${names[index]}`).join("/");
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}/providers/${namespace}/${path}`;
}

/** The parts of an ARM id, or nothing when the text is not the id of a resource in a resource group. */
export function parseArmId(id: string): ArmId | undefined {
    const match = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)((?:\/[^/]+\/[^/]+)+)$/i.exec(
        id,
    );
    if (!match) return undefined;
    const [, subscriptionId = "", resourceGroupName = "", namespace = "", path = ""] = match;
    const segments = path.slice(1).split("/");
    return {
        subscriptionId,
        resourceGroupName,
        type: [namespace, ...segments.filter((_, index) => index % 2 === 0)].join("/"),
        names: segments.filter((_, index) => index % 2 === 1),
    };
}

/** Id of a resource that does not have to exist yet: known in a preview when the resource group's name is. */
export function resourceId(
    group: { subscriptionId: string; resourceGroupName: pulumi.Input<string> },
    type: string,
    ...names: string[]
): pulumi.Output<string> {
    return pulumi
        .output(group.resourceGroupName)
        .apply((resourceGroupName) =>
            formatArmId({ subscriptionId: group.subscriptionId, resourceGroupName, type, names }),
        );
}
