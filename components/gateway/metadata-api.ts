import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";
import { knownAfter } from "../shared";
import type { ApiManagement } from "./api-management";
import type { GatewayArgs } from "./gateway-args";
import { element, render } from "./policy/xml";

/** Name of the API at the root of the host. */
const metadataApi = "oauth-protected-resource";

/**
 * An API at the root of the host that anybody may read, for the metadata by which clients find where to sign in. Each
 * server adds its operations, which answer by themselves; the API leads nowhere. The name waits for its policy.
 *
 * Serves practice MUST-1. https://www.rfc-editor.org/rfc/rfc9728
 */
export function createMetadataApi(
    name: string,
    service: ApiManagement,
    { resourceGroupName }: GatewayArgs,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const place = { serviceName: service.governedName, resourceGroupName };
    const api = new apimanagement.Api(
        `${name}-metadata-api`,
        {
            ...place,
            apiId: metadataApi,
            displayName: "OAuth protected resource metadata",
            description: "Where clients of the servers sign in.",
            apiType: "http",
            path: "",
            protocols: ["https"],
            subscriptionRequired: false,
        },
        { parent },
    );
    const policy = new apimanagement.ApiPolicy(
        `${name}-metadata-policy`,
        {
            ...place,
            apiId: knownAfter(api, metadataApi),
            policyId: "policy",
            format: "xml",
            value: metadataApiPolicy(),
        },
        { parent },
    );
    return knownAfter([api, policy], pulumi.output(metadataApi));
}

/** What an operation does not answer by its own policy is refused here, and never forwarded. */
export function metadataApiPolicy(): string {
    const refusal = element("return-response", {}, element("set-status", { code: "404", reason: "Not Found" }));
    return render(
        element(
            "policies",
            {},
            element("inbound", {}, refusal, element("base")),
            ...["backend", "outbound", "on-error"].map((section) => element(section, {}, element("base"))),
        ),
    );
}
