// Does not prove what the API server of a cluster allows the jobs, nor what Resource Manager does: both are stand-ins here.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { responseJobs } from "../../../components/sentinel/response-jobs";
import { userCredentials } from "../../../local/azure/container-service/user-credentials";
import { readSecret } from "../../../local/azure/key-vault/secret-versions";
import { clusterServer } from "../../../local/entra/tokens/microsoft";
import type { JobExecution } from "../../../local/jobs/run-job";
import { listen } from "../../../local/listen";
import { serveAnswers } from "../../../local/private-endpoints/serve-answers";
import { blobsOf } from "../../../local/private-endpoints/start-private-endpoints";
import { textAt } from "../../../local/provider/values";
import { clusterId } from "../azure/container-service-landscape";
import { type Cloud, groupId, seed, subscription } from "../azure/fixture";
import { accountId, vaultId } from "../azure/landscape";
import type { ServedHome } from "../private-endpoints/served-home";
import { clusterHost, deployCluster } from "./cluster-beside-runner";
import { run } from "./job-run";
import { blobHost, image, runnerSubnetId, vaultHost } from "./runner-landscape";

const incidentId = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-one/providers/Microsoft.SecurityInsights/incidents/99999999-9999-4999-8999-000000000007`;
const gatewayId = `${groupId}/providers/Microsoft.ApiManagement/service/apim-one`;
const containerId = `${accountId}/blobServices/default/containers/audit`;

/** Role of one's own of a job, and where it has it. */
interface Right {
    scope: string;
    dataActions: string[];
}

const drawing: Right = {
    scope: `${vaultId}/secrets/session`,
    dataActions: ["readMetadata/action", "setSecret/action"].map(
        (action) => `Microsoft.KeyVault/vaults/secrets/${action}`,
    ),
};
const keeping: Right = {
    scope: containerId,
    dataActions: ["add/action", "immutableStorage/runAsSuperUser/action"].map(
        (action) => `Microsoft.Storage/storageAccounts/blobServices/containers/blobs/${action}`,
    ),
};

/** Answers of what stands for Resource Manager and the cluster, by method and path; there is nothing else. */
type Answers = Record<string, object>;

interface Responded {
    execution: JobExecution;
    /** What was asked of Resource Manager and of the cluster, in order. */
    asked: string[];
    /** What was sent to the cluster. */
    sent: string[];
}

async function respond(
    job: string,
    variables: Record<string, string>,
    {
        right,
        answers = {},
        afterwards,
    }: { right?: Right; answers?: Answers; afterwards?(home: ServedHome): Promise<void> },
): Promise<Responded> {
    const [asked, sent]: [string[], string[]] = [[], []];
    const answerTo = (method: string | undefined, path: string) => {
        asked.push(`${method} ${path}`);
        return answers[`${method} ${path}`];
    };
    const manager = await serveAnswers(async ({ method, url, headers }) => {
        assert.equal(audienceOf(headers.authorization), "https://management.azure.com/");
        const body = answerTo(method, url.pathname);
        return { status: body === undefined ? 403 : 200, body: JSON.stringify(body ?? {}) };
    }, assert.fail);
    const cluster = await listen(
        createServer(async (request, response) => {
            assert.equal(audienceOf(request.headers.authorization), clusterServer);
            sent.push(await text(request));
            const body = answerTo(request.method, request.url ?? "");
            response.writeHead(body === undefined ? 403 : 200).end(JSON.stringify(body ?? {}));
        }),
    );
    const { command = [] } = responseJobs(image)[job] ?? assert.fail(`There is no job ${job}.`);
    const template = (clientId: string) => {
        const env = Object.entries({ AZURE_CLIENT_ID: clientId, ...variables });
        return {
            containers: [{ name: "job", image, command, env: env.map(([name, value]) => ({ name, value })) }],
        };
    };
    const more = async (cloud: Cloud, principalId: string) => {
        await deployCluster(cloud);
        if (right) await give(cloud, principalId, right);
    };
    const others = { "management.azure.com": manager.origin, [await clusterHost()]: cluster.origin };
    const { execution } = await run({ roles: [], more }, { template, others, afterwards });
    await Promise.all([manager.close(), cluster.close()]);
    return { execution, asked, sent };
}

function audienceOf(authorization = ""): unknown {
    return JSON.parse(Buffer.from(authorization.split(".")[1] ?? "", "base64url").toString()).aud;
}

async function give(cloud: Cloud, principalId: string, { scope, dataActions }: Right): Promise<void> {
    const roleDefinitionId = "99999999-9999-4999-8999-000000000001";
    await cloud.create("authorization:RoleDefinition", {
        scope: subscription,
        roleDefinitionId,
        roleName: "Responder",
        permissions: [{ dataActions }],
        assignableScopes: [subscription],
    });
    await cloud.create("authorization:RoleAssignment", {
        scope,
        roleAssignmentName: "55555555-5555-4555-8555-000000000300",
        principalId,
        principalType: "ServicePrincipal",
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleDefinitionId}`,
    });
}

/** What Resource Manager says of the way to the cluster. */
async function credentials(): Promise<Answers> {
    let kubeconfig = {};
    await run(
        { more: deployCluster },
        {
            async afterwards(home) {
                const place = { resourceGroupName: "rg", resourceName: "aks-one" };
                kubeconfig = userCredentials(place, seed.subscriptionId, await home.cloud());
            },
        },
    );
    return { [`POST ${clusterId}/listClusterUserCredential`]: kubeconfig };
}

describe("The jobs of playbooks, run as they are deployed", function () {
    this.timeout(60_000);

    it("draw secrets anew, with what is said of them, and read none", async () => {
        const address = `https://${vaultHost}/secrets/session`;
        let drawn = "";
        const { execution } = await respond(
            "rotate-session-keys",
            { SECRET_URIS: `${address} ${address}` },
            {
                right: drawing,
                async afterwards(home) {
                    const cloud = await home.cloud();
                    const body = cloud.find(drawing.scope)?.body;
                    assert.equal(textAt(body, "properties.contentType"), "bytes");
                    const names = home.rows.map(({ row }) => row.OperationName).filter((name) => name !== undefined);
                    assert.deepEqual(names, ["SecretListVersions", "SecretSet"]);
                    // nobody has the role to read it, but what is sealed is there
                    const newest = textAt(body, "properties.secretUriWithVersion")?.split("/").at(-1);
                    drawn = textAt(cloud.unsealed(`${drawing.scope}/versions/${newest}`), "value") ?? "";
                    const reader = { principalId: home.deployed.principalId, subnetId: runnerSubnetId };
                    assert.ok("problem" in readSecret(address, reader, cloud));
                },
            },
        );
        assert.deepEqual(execution, {
            ...execution,
            status: "Succeeded",
            output: [`Drew anew ${address}.`],
            problems: [],
        });
        assert.match(drawn, /^[A-Za-z0-9+/]{64}$/);
    });

    it("draw no secret that they have no role for, nor one elsewhere", async () => {
        const refused = await respond(
            "rotate-session-keys",
            { SECRET_URIS: `https://${vaultHost}/secrets/other` },
            { right: drawing },
        );
        assert.deepEqual(
            [refused.execution.status, refused.execution.output],
            ["Failed", [`GET https://${vaultHost}/secrets/other/versions answered 403.`]],
        );
        const elsewhere = await respond(
            "rotate-session-keys",
            { SECRET_URIS: "https://evil.example.com/secrets/one" },
            { right: drawing },
        );
        assert.deepEqual([elsewhere.execution.status, elsewhere.execution.problems], ["Failed", []]);
        assert.match(elsewhere.execution.output.join(), /is no address of a secret/);
    });

    it("isolate namespaces by a policy that denies everything, through the API server that Azure names", async () => {
        const path =
            "/apis/cilium.io/v2/namespaces/mcp-orders/ciliumnetworkpolicies/quarantine?fieldManager=incident-response&force=true";
        const { execution, asked, sent } = await respond(
            "isolate-namespace",
            { CLUSTER_ID: clusterId, NAMESPACES: "mcp-orders" },
            { answers: { ...(await credentials()), [`PATCH ${path}`]: {} } },
        );
        assert.deepEqual([execution.status, execution.output], ["Succeeded", ["Isolated mcp-orders."]]);
        assert.deepEqual(asked, [`POST ${clusterId}/listClusterUserCredential`, `PATCH ${path}`]);
        const { metadata, spec } = JSON.parse(sent[0] ?? "");
        assert.deepEqual(metadata, { name: "quarantine", namespace: "mcp-orders" });
        assert.deepEqual(spec.ingressDeny, [{ fromEntities: ["all"] }]);
        assert.deepEqual(spec.egressDeny, [{ toEntities: ["all"] }]);
    });

    it("isolate no namespace that is not of a server, and say so when they may not", async () => {
        const answers = await credentials();
        const system = await respond(
            "isolate-namespace",
            { CLUSTER_ID: clusterId, NAMESPACES: "kube-system" },
            { answers },
        );
        assert.deepEqual([system.execution.status, system.asked], ["Failed", []]);
        const refused = await respond(
            "isolate-namespace",
            { CLUSTER_ID: clusterId, NAMESPACES: "mcp-orders" },
            { answers },
        );
        assert.equal(refused.execution.status, "Failed");
        assert.match(refused.execution.output.join(), /quarantine answered 403\.$/);
    });

    it("keep evidence of an incident where nobody changes it, without what pods are given, and say what is missing", async () => {
        const pods = "/api/v1/namespaces/mcp-orders/pods";
        const env = [{ name: "PASSWORD", value: "hunter2" }];
        const answers = {
            ...(await credentials()),
            [`GET ${incidentId}`]: { id: incidentId, properties: { incidentNumber: 7 } },
            [`POST ${incidentId}/alerts`]: { value: [] },
            [`GET ${gatewayId}/namedValues/session-epoch`]: { properties: { value: "4" } },
            [`GET ${pods}`]: { items: [{ metadata: { name: "orders-0" }, spec: { containers: [{ env }] } }] },
        };
        const variables = {
            CLUSTER_ID: clusterId,
            CONTAINER_URI: `https://${blobHost}/audit`,
            GATEWAY_ID: gatewayId,
            INCIDENT_ID: incidentId,
            NAMESPACES: "mcp-orders",
        };
        const { execution } = await respond("snapshot-evidence", variables, {
            right: keeping,
            answers,
            async afterwards(home) {
                const blobs = blobsOf(home.deployed.home);
                const [blob, ...others] = await blobs.list("stone", "audit");
                assert.deepEqual(others, []);
                assert.match(blob?.name ?? "", /^7\/[0-9TZ.-]+\.json$/);
                assert.equal(blob?.legalHold, true);
                assert.equal(blob?.immutableUntil, "2026-12-27T00:00:00.000Z");
                const place = { account: "stone", container: "audit", name: blob?.name ?? "" };
                const content = String(await blobs.content(place, blob ?? assert.fail()));
                const { incident, namedValues, namespaces, missing } = JSON.parse(content);
                assert.equal(incident.properties.incidentNumber, 7);
                assert.equal(namedValues["session-epoch"], "4");
                assert.deepEqual(namespaces["mcp-orders"].pods[0].spec.containers, [{ env: [{ name: "PASSWORD" }] }]);
                assert.ok(!content.includes("hunter2"));
                assert.ok(missing.some((text: string) => text.endsWith("/namedValues/risk-level answered 403.")));
            },
        });
        assert.equal(execution.status, "Failed");
        assert.match(execution.output.join(), /^Kept 7\/.*\.json, without all of it: /);
    });

    it("keep no evidence where they have no role", async () => {
        const variables = {
            CLUSTER_ID: clusterId,
            CONTAINER_URI: `https://${blobHost}/audit`,
            GATEWAY_ID: gatewayId,
            INCIDENT_ID: incidentId,
            NAMESPACES: "",
        };
        const answers = { [`GET ${incidentId}`]: { id: incidentId, properties: { incidentNumber: 7 } } };
        const { execution } = await respond("snapshot-evidence", variables, { answers });
        assert.equal(execution.status, "Failed");
        assert.match(
            execution.output.join(),
            /^PUT https:\/\/stone\.blob\.core\.windows\.net\/audit\/7\/.*\.json answered 403\.$/,
        );
    });
});
