import * as apimanagement from "@pulumi/azure-native/apimanagement";
import type * as pulumi from "@pulumi/pulumi";

/** Where in API Management something is. */
export interface ServicePlace {
    serviceName: pulumi.Input<string>;
    resourceGroupName: pulumi.Input<string>;
}

/** What a named value is: text, or a reference to a secret of a vault. */
export type NamedValueContent = Pick<apimanagement.NamedValueArgs, "value" | "secret" | "keyVault">;

/** A named value, called in Azure and in policies by the same name. */
export function createNamedValue(
    name: string,
    place: ServicePlace,
    displayName: string,
    content: NamedValueContent,
    opts: pulumi.CustomResourceOptions,
): apimanagement.NamedValue {
    const { serviceName, resourceGroupName } = place;
    return new apimanagement.NamedValue(
        `${name}-value-${displayName}`,
        { serviceName, resourceGroupName, namedValueId: displayName, displayName, ...content },
        opts,
    );
}
