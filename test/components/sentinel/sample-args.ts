import type { SentinelArgs } from "../../../components/sentinel/sentinel-args";
import { groupId, placement, sampleWorkspaceId } from "../../support/sample-placement";

const id = (end: string) => `33333333-3333-4333-8333-0000000000${end}`;

/** Arguments of Sentinel without what is optional. */
export const sentinelArgs = {
    ...placement,
    tenantId: "11111111-1111-4111-8111-111111111111",
    workspaceId: sampleWorkspaceId,
    securityInsightsPrincipalId: id("51"),
    gatewayServiceId: `${groupId}/providers/Microsoft.ApiManagement/service/apim`,
    clients: { vscode: "aebc6443-996d-45c2-90f0-388ff96faa56" },
    tools: { orders: ["search_orders", "cancel_order"], stock: ["count"] },
    breakGlassAccountIds: [id("32"), id("33")],
    egressFqdns: ["*.monitoring.azure.com", "orders-api.contoso.example"],
    deployerIds: ["44444444-4444-4444-8444-444444444444"],
    clusterId: `${groupId}/providers/Microsoft.ContainerService/managedClusters/aks`,
    evidenceAccountId: `${groupId}/providers/Microsoft.Storage/storageAccounts/stforensic`,
} satisfies SentinelArgs;

const job = (name: string, end: string) => ({
    jobId: `${groupId}/providers/Microsoft.App/jobs/job-${name}`,
    principalId: id(end),
});

const sessionKey = (slot: string) => ({
    uri: `https://kv-contoso.vault.azure.net/secrets/session-${slot}`,
    vaultId: `${groupId}/providers/Microsoft.KeyVault/vaults/kv-contoso`,
});

/** What makes every playbook there. */
export const everyPlaybook = {
    jobs: {
        "isolate-namespace": job("isolate-namespace", "71"),
        "rotate-session-keys": job("rotate-session-keys", "72"),
        "snapshot-evidence": job("snapshot-evidence", "73"),
    },
    sessionKeys: { "session-even": sessionKey("even"), "session-odd": sessionKey("odd") },
    notification: { mailboxId: id("34"), recipients: ["security@contoso.example"] },
};
