// As many vaults as BENCH_COUNT says, each with all that an environment puts around one.
import {
    AuditLog,
    DataClassification,
    KeyPurpose,
    KeyVault,
    Network,
    PrivateLinkService,
    ResourceGroup,
} from "../../components";
import { shortenStacks } from "../../infra/short-stacks";
import { leaveOutVersionAliases } from "../../infra/version-aliases";

if (process.env.BENCH_ALIASES !== "keep") leaveOutVersionAliases();
if (process.env.BENCH_STACKS !== "keep") shortenStacks();

const placement = {
    subscriptionId: "22222222-2222-4222-8222-222222222222",
    location: "westeurope",
    naming: { organisation: "contoso", workload: "bench", environment: "dev" },
    ownership: { owner: "bench", costCenter: "0", dataClassification: DataClassification.Internal },
    protect: false,
};
const group = new ResourceGroup("group", placement);
const base = { ...placement, resourceGroupName: group.resourceGroupName };
const log = new AuditLog("log", base);
const network = new Network("network", { ...base, addressSpace: "10.10.0.0/20", workspaceId: log.workspaceId });

for (let i = 0; i < Number(process.env.BENCH_COUNT); i++) {
    new KeyVault(`vault${i}`, {
        ...base,
        tenantId: "11111111-1111-4111-8111-111111111111",
        workspaceId: log.workspaceId,
        network: network.endpointsFor(PrivateLinkService.Vault),
        keys: { disk: { purpose: KeyPurpose.DiskEncryption } },
    });
}
