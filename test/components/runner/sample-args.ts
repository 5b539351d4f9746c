import type { RunnerArgs, RunnerJob } from "../../../components";
import { groupId, placement, sampleWorkspaceId } from "../../support/sample-placement";

/** Arguments of a runner without jobs. */
export const runnerArgs = {
    ...placement,
    subnetId: `${groupId}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/runner`,
    workspaceId: sampleWorkspaceId,
    registryId: `${groupId}/providers/Microsoft.ContainerRegistry/registries/crcontoso`,
    loginServer: "crcontoso.azurecr.io",
} as const satisfies RunnerArgs;

/** A job with the least that one needs. */
export const sampleJob = {
    image: `crcontoso.azurecr.io/platform/deliver@sha256:${"0123456789abcdef".repeat(4)}`,
} as const satisfies RunnerJob;

export const playbook = {
    principalId: "33333333-3333-4333-8333-000000000051",
    principalType: "ServicePrincipal",
} as const;
