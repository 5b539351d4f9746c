import type { RegistryArgs } from "../../../components";
import { placement, sampleNetwork, sampleWorkspaceId } from "../../support/sample-placement";

/** Arguments of a registry that nobody uses yet. */
export const registryArgs = {
    ...placement,
    workspaceId: sampleWorkspaceId,
    network: sampleNetwork("privatelink.azurecr.io"),
} as const satisfies RegistryArgs;

export const cluster = {
    principalId: "33333333-3333-4333-8333-0000000000a1",
    principalType: "ServicePrincipal",
} as const;
export const pipeline = {
    principalId: "33333333-3333-4333-8333-0000000000a2",
    principalType: "ServicePrincipal",
} as const;
