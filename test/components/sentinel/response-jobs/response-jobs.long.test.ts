// Does not prove that Azure answers as the tests do, nor that it lets the identities of the jobs do it.
import assert from "node:assert/strict";
import { jobProblems } from "../../../../components/runner/runner-job";
import { groupId, sampleWorkspaceId } from "../../../support/sample-placement";
import { type Answer, type Asked, clusterAuthority, jobs, runJob } from "./run-job";

const clusterId = `${groupId}/providers/Microsoft.ContainerService/managedClusters/aks`;
const apiServer = "https://aks-sample.private.westeurope.azmk8s.io";
const manager = "https://management.azure.com";

const kubeconfig = JSON.stringify({
    clusters: [
        {
            cluster: {
                server: `${apiServer}:443`,
                "certificate-authority-data": Buffer.from(clusterAuthority).toString("base64"),
            },
        },
    ],
});

/** What Azure and the API server answer, by method and address. */
const answers =
    (known: Record<string, Answer>) =>
    ({ what }: Asked): Answer | undefined =>
        ({
            [`POST ${manager}${clusterId}/listClusterUserCredential`]: {
                kubeconfigs: [{ name: "clusterUser", value: Buffer.from(kubeconfig).toString("base64") }],
            },
            ...known,
        })[what.replace(`${apiServer}:443`, apiServer)];

const whats = (asked: Asked[]) => asked.map(({ what }) => what);

describe("responseJobs", () => {
    it("are programs of their own, with what they have in common inside, that the runner takes", () => {
        assert.deepEqual(Object.keys(jobs).sort(), ["isolate-namespace", "rotate-session-keys", "snapshot-evidence"]);
        for (const [name, job] of Object.entries(jobs)) {
            assert.deepEqual(jobProblems(name, job), []);
            const [node, type, evaluate, program = "", ...others] = job.command ?? [];
            assert.deepEqual([node, type, evaluate, others], ["node", "--input-type=module", "--eval", []]);
            assert.doesNotMatch(program, /from "\.|^export /m);
            assert.equal(program.match(/function tokenFor/g)?.length, 1);
        }
    });

    for (const name of Object.keys(jobs)) {
        it(`${name} says what it was not told`, async () => {
            const { code, output, asked } = await runJob(name, {}, () => 500);
            assert.equal(code, 1);
            assert.match(output, /^The environment variable [A-Z_]+ is missing\.$/);
            assert.deepEqual(asked, []);
        });
    }
});

describe("isolate-namespace", () => {
    const policyOf = (namespace: string) =>
        `PATCH ${apiServer}/apis/cilium.io/v2/namespaces/${namespace}/ciliumnetworkpolicies/quarantine`;
    const isolate = (namespaces: string, known: Record<string, Answer>) =>
        runJob("isolate-namespace", { CLUSTER_ID: clusterId, NAMESPACES: namespaces }, answers(known));

    it("denies everything to and from each namespace, whatever there is of it already", async () => {
        const known = { [policyOf("mcp-orders")]: {}, [policyOf("mcp-stock-2")]: {} };
        const { code, output, asked } = await isolate("mcp-orders  mcp-stock-2 mcp-orders ", known);
        assert.equal(output, "Isolated mcp-orders, mcp-stock-2.");
        assert.equal(code, 0);
        const [credential, first, second, ...others] = asked;
        assert.deepEqual(others, []);
        assert.equal(credential?.headers.authorization, "Bearer token for https://management.azure.com/");
        assert.equal(first?.headers.authorization, "Bearer token for 6dae42f8-4368-4678-94ff-3960e28e3630");
        assert.equal(first?.headers["content-type"], "application/apply-patch+yaml");
        assert.deepEqual(first?.query, { fieldManager: "incident-response", force: "true" });
        assert.deepEqual(first?.body, {
            apiVersion: "cilium.io/v2",
            kind: "CiliumNetworkPolicy",
            metadata: { name: "quarantine", namespace: "mcp-orders" },
            spec: {
                endpointSelector: {},
                ingressDeny: [{ fromEntities: ["all"] }],
                egressDeny: [{ toEntities: ["all"] }],
            },
        });
        assert.equal(second?.body.metadata.namespace, "mcp-stock-2");
    });

    it("asks nobody anything when a name is no server's", async () => {
        const names = [
            "kube-system",
            "mcp-",
            "mcp-a/../kube-system",
            "mcp-a?x",
            "MCP-A",
            `mcp-${"a".repeat(60)}`,
            "mcp-a;b",
        ];
        for (const name of names) {
            const { code, output, asked } = await isolate(`mcp-orders ${name}`, {});
            assert.deepEqual([code, asked], [1, []], name);
            assert.equal(output, `${JSON.stringify(name)} is no namespace of a server.`);
        }
        const { code, output } = await isolate(" ", {});
        assert.deepEqual([code, output], [1, "NAMESPACES names no namespace."]);
    });

    it("says in one line what was refused, and nothing that was answered", async () => {
        const { code, output } = await isolate("mcp-orders", { [policyOf("mcp-orders")]: 403 });
        assert.equal(code, 1);
        assert.equal(output, `${policyOf("mcp-orders").replace(apiServer, `${apiServer}:443`)} answered 403.`);
    });

    it("asks again when the API server is busy", async () => {
        const known = answers({ [policyOf("mcp-orders")]: {} });
        let busy = 2;
        const { code, asked } = await runJob(
            "isolate-namespace",
            { CLUSTER_ID: clusterId, NAMESPACES: "mcp-orders" },
            (one) => (one.what === policyOf("mcp-orders") && busy-- > 0 ? 429 : known(one)),
        );
        assert.equal(code, 0);
        assert.equal(asked.filter(({ what }) => what === policyOf("mcp-orders")).length, 3);
    });

    it("isolates the others when one cannot be, and fails", async () => {
        const { code, output, asked } = await isolate("mcp-gone mcp-orders", {
            [policyOf("mcp-gone")]: 404,
            [policyOf("mcp-orders")]: {},
        });
        assert.equal(code, 1);
        assert.match(output, /^PATCH .*\/mcp-gone\/.* answered 404\.$/);
        assert.equal(asked.at(-1)?.body.metadata.namespace, "mcp-orders");
    });

    it("says when nobody answers, and when Azure does not say where the cluster is", async () => {
        const away = await isolate("mcp-orders", {});
        assert.equal(away.code, 1);
        assert.match(away.output, /^PATCH .*quarantine failed: .+$/);
        const without = { kubeconfigs: [{ name: "clusterUser", value: "e30=" }] };
        const { code, output } = await isolate("mcp-orders", {
            [`POST ${manager}${clusterId}/listClusterUserCredential`]: without,
        });
        assert.deepEqual([code, output], [1, "Azure did not say how to reach the cluster."]);
    });
});

describe("rotate-session-keys", () => {
    const uri = (slot: string) => `https://kv-contoso.vault.azure.net/secrets/session-${slot}`;
    const version = (created: number, exp: number) => ({
        contentType: "application/octet-stream;base64",
        tags: { owner: `at ${created}` },
        attributes: { enabled: true, created, updated: created, exp },
    });
    const rotate = (uris: string, known: Record<string, Answer>) =>
        runJob("rotate-session-keys", { SECRET_URIS: uris }, answers(known));

    it("draws each secret once, with what is said of its newest version, and reads no value", async () => {
        const { code, output, asked } = await rotate(`${uri("even")} ${uri("odd")} ${uri("even")}`, {
            [`GET ${uri("even")}/versions`]: {
                value: [version(2, 20), version(3, 30), version(1, 10)],
                nextLink: null,
            },
            [`GET ${uri("odd")}/versions`]: { value: [version(1, 10)], nextLink: `${uri("odd")}/versions/next?page=2` },
            [`GET ${uri("odd")}/versions/next`]: { value: [version(4, 40)], nextLink: null },
            [`PUT ${uri("even")}`]: {},
            [`PUT ${uri("odd")}`]: {},
        });
        assert.equal(output, `Drew anew ${uri("even")}, ${uri("odd")}.`);
        assert.equal(code, 0);
        assert.deepEqual(whats(asked), [
            `GET ${uri("even")}/versions`,
            `PUT ${uri("even")}`,
            `GET ${uri("odd")}/versions`,
            `GET ${uri("odd")}/versions/next`,
            `PUT ${uri("odd")}`,
        ]);
        const written = asked.filter(({ what }) => what.startsWith("PUT")).map(({ body }) => body);
        const values = written.map(({ value }) => value);
        for (const [index, { value, ...rest }] of written.entries()) {
            const { attributes, ...said } = index === 0 ? version(3, 30) : version(4, 40);
            assert.deepEqual(rest, { ...said, attributes: { enabled: true, exp: attributes.exp } });
            assert.equal(Buffer.from(value, "base64").length, 48);
            assert.equal(value.length, 64);
            assert.ok(!output.includes(value));
        }
        assert.equal(new Set(values).size, 2);
        assert.equal(asked[0]?.headers.authorization, "Bearer token for https://vault.azure.net");
    });

    it("asks nobody anything when an address is none of a secret", async () => {
        for (const wrong of [
            `${uri("even")}/0123`,
            "https://kv.example/secrets/a",
            "",
            "http://kv.vault.azure.net/secrets/a",
        ]) {
            const { code, output, asked } = await rotate(`${uri("odd")} ${wrong}`, {});
            assert.deepEqual([code, asked], [1, []], wrong);
            assert.match(output, /is no address of a secret without version\.$/);
        }
    });

    it("stops at what it may not do", async () => {
        const refused = await rotate(`${uri("even")} ${uri("odd")}`, {
            [`GET ${uri("even")}/versions`]: { value: [version(1, 10)] },
            [`PUT ${uri("even")}`]: 403,
        });
        assert.deepEqual([refused.code, refused.output], [1, `PUT ${uri("even")} answered 403.`]);
        const empty = await rotate(uri("even"), { [`GET ${uri("even")}/versions`]: { value: [] } });
        assert.deepEqual([empty.code, empty.output], [1, `${uri("even")} has no version.`]);
    });
});

describe("snapshot-evidence", () => {
    const incidentId = `${sampleWorkspaceId}/providers/Microsoft.SecurityInsights/incidents/i`;
    const gatewayId = `${groupId}/providers/Microsoft.ApiManagement/service/apim`;
    const containerUri = "https://stforensic.blob.core.windows.net/incidents";
    const plurals = {
        "/api/v1": ["events", "pods", "serviceaccounts", "services"],
        "/apis/apps/v1": ["deployments", "replicasets"],
        "/apis/cilium.io/v2": ["ciliumnetworkpolicies"],
        "/apis/networking.k8s.io/v1": ["networkpolicies"],
        "/apis/rbac.authorization.k8s.io/v1": ["rolebindings", "roles"],
    };
    const lists = (namespace: string) =>
        Object.entries(plurals).flatMap(([group, names]) =>
            names.map((plural) => `GET ${apiServer}${group}/namespaces/${namespace}/${plural}`),
        );
    const pod = {
        metadata: {
            name: "orders-1",
            annotations: { "kubectl.kubernetes.io/last-applied-configuration": "hush", "contoso.com/team": "orders" },
        },
        spec: {
            initContainers: [{ name: "first", env: [{ name: "A", value: "hush" }] }],
            containers: [
                {
                    name: "server",
                    env: [
                        { name: "B", valueFrom: { fieldRef: {} } },
                        { name: "C", value: "hush" },
                    ],
                },
            ],
        },
    };
    const incident = { name: "i", properties: { incidentNumber: 12, title: "Somebody tries tools" } };
    const known: Record<string, Answer> = {
        [`GET ${manager}${incidentId}`]: incident,
        [`POST ${manager}${incidentId}/alerts`]: { value: [{ name: "alert" }] },
        [`POST ${manager}${incidentId}/entities`]: { entities: [{ name: "entity" }] },
        ...Object.fromEntries(
            ["session-epoch", "blocked-principals", "throttled-principals", "risk-level"].map((name) => [
                `GET ${manager}${gatewayId}/namedValues/${name}`,
                { properties: { value: `the ${name}` } },
            ]),
        ),
        ...Object.fromEntries(lists("mcp-orders").map((what) => [what, { items: [{ metadata: { name: "one" } }] }])),
        [`GET ${apiServer}/api/v1/namespaces/mcp-orders/pods`]: { items: [pod] },
    };
    const isKept = ({ what }: Asked) => what.startsWith(`PUT ${containerUri}/12/`);

    const snapshot = async (
        namespaces: string,
        changes: Record<string, Answer | undefined> = {},
        told: Record<string, string> = {},
    ) => {
        const answer = answers({ ...known, ...changes } as Record<string, Answer>);
        const variables = {
            INCIDENT_ID: incidentId,
            GATEWAY_ID: gatewayId,
            CLUSTER_ID: clusterId,
            CONTAINER_URI: containerUri,
            NAMESPACES: namespaces,
            ...told,
        };
        const ended = await runJob("snapshot-evidence", variables, (asked) =>
            isKept(asked) && !("PUT" in changes) ? {} : answer(asked),
        );
        return { ...ended, kept: ended.asked.find(isKept) };
    };

    it("keeps incident, lists of responders and what is in the namespaces, without values of variables", async () => {
        const { code, output, asked, kept } = await snapshot("mcp-orders");
        assert.match(output, /^Kept 12\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.json\.$/);
        assert.equal(code, 0);
        const { takenAt, namespaces, ...evidence } = kept?.body ?? {};
        assert.ok(Date.parse(takenAt) > 0);
        assert.deepEqual(evidence, {
            incident,
            alerts: { value: [{ name: "alert" }] },
            entities: { entities: [{ name: "entity" }] },
            namedValues: {
                "session-epoch": "the session-epoch",
                "blocked-principals": "the blocked-principals",
                "throttled-principals": "the throttled-principals",
                "risk-level": "the risk-level",
            },
            missing: [],
        });
        const { pods, ...others } = namespaces["mcp-orders"];
        assert.deepEqual(pods, [
            {
                metadata: { name: "orders-1", annotations: { "contoso.com/team": "orders" } },
                spec: {
                    initContainers: [{ name: "first", env: [{ name: "A" }] }],
                    containers: [{ name: "server", env: [{ name: "B" }, { name: "C" }] }],
                },
            },
        ]);
        assert.deepEqual(
            Object.keys(others).sort(),
            Object.values(plurals)
                .flat()
                .filter((plural) => plural !== "pods")
                .sort(),
        );
        assert.doesNotMatch(JSON.stringify(kept?.body), /hush/);
        assert.ok(!asked.some(({ what }) => /secrets|configmaps/.test(what)));
    });

    it("holds the blob, and writes over none", async () => {
        const { kept } = await snapshot("");
        const { headers } = kept ?? {};
        assert.equal(headers?.["x-ms-legal-hold"], "true");
        assert.equal(headers?.["if-none-match"], "*");
        assert.equal(headers?.["x-ms-blob-type"], "BlockBlob");
        assert.equal(headers?.authorization, "Bearer token for https://storage.azure.com/");
    });

    it("leaves the cluster alone when no namespace is named", async () => {
        const { code, asked, kept } = await snapshot("");
        assert.equal(code, 0);
        assert.deepEqual(kept?.body.namespaces, {});
        assert.ok(!asked.some(({ what }) => what.includes(apiServer) || what.includes(clusterId)));
    });

    it("keeps what it can read, says in it what is missing, and fails", async () => {
        const refused = `GET ${apiServer}/api/v1/namespaces/mcp-orders/events`;
        const { code, output, kept } = await snapshot("mcp-orders", {
            [refused]: 403,
            [`POST ${manager}${incidentId}/alerts`]: 404,
        });
        assert.equal(code, 1);
        assert.match(output, /^Kept 12\/.*\.json, without all of it: .*$/);
        assert.equal(kept?.body.missing.length, 2);
        assert.match(kept?.body.alerts.missing, /alerts answered 404\.$/);
        assert.match(kept?.body.namespaces["mcp-orders"].events.missing, /events answered 403\.$/);
        assert.equal(kept?.body.namespaces["mcp-orders"].pods.length, 1);
        const away = await snapshot("mcp-orders", {
            [`POST ${manager}${clusterId}/listClusterUserCredential`]: 403,
        });
        assert.equal(away.code, 1);
        assert.match(away.kept?.body.namespaces.missing, /listClusterUserCredential answered 403\.$/);
    });

    it("keeps the rest when an alert names what is no namespace of a server", async () => {
        const { code, output, asked, kept } = await snapshot("mcp-a/../kube-system mcp-orders");
        assert.equal(code, 1);
        assert.match(output, /without all of it: "mcp-a\/\.\.\/kube-system" is no namespace of a server\.$/);
        assert.deepEqual(Object.keys(kept?.body.namespaces), ["mcp-orders"]);
        assert.ok(!asked.some(({ what }) => what.includes("kube-system")));
    });

    it("shows its token to nobody whom an id names in the place of Azure", async () => {
        const INCIDENT_ID = ".attacker.example/subscriptions";
        const { code, output, asked } = await snapshot("", {}, { INCIDENT_ID });
        assert.deepEqual([code, asked], [1, []]);
        assert.match(output, /^"\.attacker\.example.*" is no ARM id\.$/);
    });

    it("fails without an incident, and when nothing can be kept", async () => {
        const without = await snapshot("", { [`GET ${manager}${incidentId}`]: 404 });
        assert.deepEqual([without.code, without.kept], [1, undefined]);
        const full = await snapshot("", { PUT: 0 });
        assert.equal(full.code, 1);
        assert.match(full.output, /^PUT .*\.json failed: /);
    });
});
