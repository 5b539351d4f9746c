// Does not prove what roles of Azure RBAC for Kubernetes would allow, nor that AKS takes groups from where these come from.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { responseJobs } from "../../components/sentinel/response-jobs";
import { clusterAuthority, userCredentials } from "../../local/azure/container-service/user-credentials";
import { readOnlyCloud } from "../../local/azure/read-only-cloud";
import { readRecords } from "../../local/cloud/read-records";
import { type JobExecution, runJob } from "../../local/jobs/run-job";
import type { Cluster } from "../../local/kubernetes/cluster";
import { LocalCluster } from "../../local/kubernetes/local-cluster";
import type { Listener } from "../../local/listen";
import { serveAnswers } from "../../local/private-endpoints/serve-answers";
import { type PrivateEndpoints, startPrivateEndpoints } from "../../local/private-endpoints/start-private-endpoints";
import { clusterId } from "../local/azure/container-service-landscape";
import { seed } from "../local/azure/fixture";
import { clusterHost, deployCluster } from "../local/jobs/cluster-beside-runner";
import { image, jobId, type RunnerHome, runnerHome } from "../local/jobs/runner-landscape";

const write = { fieldManager: "test", dryRun: false };
const namespace = "mcp-orders";
const policy = { apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata: { name: "quarantine", namespace } };

describe("a cluster that takes tokens of Entra", function () {
    this.timeout(120_000);
    const folder = mkdtempSync(path.join(os.tmpdir(), "entra-access-"));
    const local = new LocalCluster({ folder, log: () => {} });
    let cluster: Cluster;
    let deployed: RunnerHome;
    let endpoints: PrivateEndpoints;
    let manager: Listener;

    before(async () => {
        cluster = await local.use();
        deployed = await runnerHome({ more: deployCluster });
        endpoints = await startPrivateEndpoints({
            home: deployed.home,
            cluster: async () => cluster.connection.access,
            rows: { write: () => {} },
            log: assert.fail,
        });
        const place = { resourceGroupName: "rg", resourceName: "aks-one" };
        const cloud = readOnlyCloud(await readRecords(deployed.home), deployed.home);
        const credentials = JSON.stringify(userCredentials(place, seed.subscriptionId, cloud));
        manager = await serveAnswers(async () => ({ status: 200, body: credentials }), assert.fail);

        await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }, write);
        await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "mcp-other" } }, write);
        const metadata = { name: "isolator", namespace };
        const apiGroup = "rbac.authorization.k8s.io";
        const rules = [{ apiGroups: ["cilium.io"], resources: ["ciliumnetworkpolicies"], verbs: ["create", "patch"] }];
        await cluster.create({ apiVersion: `${apiGroup}/v1`, kind: "Role", metadata, rules }, write);
        const roleRef = { apiGroup, kind: "Role", name: "isolator" };
        const subjects = [{ apiGroup, kind: "User", name: deployed.principalId }];
        await cluster.create({ apiVersion: `${apiGroup}/v1`, kind: "RoleBinding", metadata, roleRef, subjects }, write);
    });
    after(async () => {
        await manager.close();
        await endpoints.close();
        await deployed.remove();
        await local.stop();
        rmSync(folder, { recursive: true });
    });

    async function run(command: string[], variables: Record<string, string>): Promise<JobExecution> {
        const env = Object.entries({ AZURE_CLIENT_ID: deployed.clientId, ...variables });
        return runJob({
            home: deployed.home,
            jobId,
            template: {
                containers: [{ name: "job", image, command, env: env.map(([name, value]) => ({ name, value })) }],
            },
            hosts: new Map([...endpoints.hosts(), ["management.azure.com", manager.origin]]),
            rows: { write: () => {} },
            log: assert.fail,
        });
    }

    const isolate = (namespaces: string) =>
        run(responseJobs(image)["isolate-namespace"]?.command ?? [], { CLUSTER_ID: clusterId, NAMESPACES: namespaces });

    it("lets a job do what its identity has a role for, again and again", async () => {
        for (const attempt of [1, 2]) {
            const { status, output } = await isolate(namespace);
            assert.deepEqual([status, output], ["Succeeded", [`Isolated ${namespace}.`]], String(attempt));
        }
        const { metadata, spec } = await cluster.get(policy);
        const { managedFields } = metadata as { managedFields?: { manager: string }[] };
        assert.deepEqual(
            managedFields?.map(({ manager }) => manager),
            ["incident-response"],
        );
        assert.deepEqual(spec, {
            endpointSelector: {},
            ingressDeny: [{ fromEntities: ["all"] }],
            egressDeny: [{ toEntities: ["all"] }],
        });
    });

    it("refuses it everything else, and says whom it takes it for", async () => {
        const { status, output } = await isolate("mcp-other");
        assert.equal(status, "Failed");
        assert.match(output.join(), /namespaces\/mcp-other\/ciliumnetworkpolicies\/quarantine answered 403\.$/);
        const module = `
            import { get } from "node:https";
            import { text } from "node:stream/consumers";
            const { IDENTITY_ENDPOINT, IDENTITY_HEADER, AZURE_CLIENT_ID, CA, HOST } = process.env;
            const query = "api-version=2019-08-01&resource=6dae42f8-4368-4678-94ff-3960e28e3630&client_id=" + AZURE_CLIENT_ID;
            const headers = { "X-IDENTITY-HEADER": IDENTITY_HEADER };
            const { access_token } = await (await fetch(IDENTITY_ENDPOINT + "?" + query, { headers })).json();
            const ask = (path, headers) => new Promise((done) =>
                get({ host: HOST, path, ca: CA, headers }, async (answer) => done(JSON.parse(await text(answer)).message)));
            const authorization = "Bearer " + access_token;
            console.log(await ask("/api/v1/namespaces/${namespace}/secrets", { authorization }));
            console.log(await ask("/api/v1/namespaces/${namespace}/secrets", { authorization, "Impersonate-Group": "system:masters" }));
            console.log(await ask("/api/v1/namespaces/${namespace}/secrets", {}));
        `;
        const tried = await run(["node", "--input-type=module", "--eval", module], {
            CA: clusterAuthority,
            HOST: await clusterHost(),
        });
        assert.deepEqual(tried.output, [
            `secrets is forbidden: User "${deployed.principalId}" cannot list resource "secrets" in API group "" in the namespace "${namespace}"`,
            `User "${deployed.principalId}" cannot impersonate anybody.`,
            "Unauthorized",
        ]);
    });
});
