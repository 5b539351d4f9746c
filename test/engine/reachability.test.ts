// Does not prove what Istio refuses at the ingress gateway, nor that AKS runs this version of Cilium.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { meshRules } from "../../components/cluster-ingress/mesh-rules";
import { ingressPolicies } from "../../components/server-namespace/ingress-policies";
import { networkPolicies } from "../../components/server-namespace/network-policies";
import type { ServerNamespaceArgs } from "../../components/server-namespace/server-namespace-args";
import { parseEnvironment } from "../../infra/environment";
import { readServerFiles } from "../../infra/read-server-files";
import { ensureReachability } from "../../local/kubernetes/reachability/binary";
import { type Endpoint, type Flow, judge, type Lookup } from "../../local/kubernetes/reachability/reachability";
import { type DeclaredServer, declaredFlows, declaredNames, namespaceOf } from "../../tools/declared-flows";

const root = path.resolve(__dirname, "..", "..");
const stock: DeclaredServer = { name: "stock", egress: ["stock.contoso.example", "prices.fabrikam.example"] };
const clock: DeclaredServer = { name: "clock", egress: [] };

/** The servers of each environment, by its name. */
const environments = readdirSync(path.join(root, "stacks")).flatMap((file): [string, DeclaredServer[]][] => {
    const [, stack] = /^Pulumi\.(.+)\.yaml$/.exec(file) ?? [];
    if (stack === undefined) return [];
    const { config } = parse(readFileSync(path.join(root, "stacks", file), "utf8"));
    const raw = Object.entries<unknown>(config).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
    const parsed = parseEnvironment(stack, Object.fromEntries(raw), readServerFiles(root), new Date(0));
    if ("problems" in parsed) throw new Error(parsed.problems.join("\n"));
    return [[stack, parsed.environment.servers]];
});

const policiesOf = (servers: DeclaredServer[]) =>
    servers.flatMap(({ name, egress }) => Object.values(networkPolicies(name, { egress: [...egress] })));

const gatewayLabels = { istio: "aks-istio-ingressgateway-internal" };

/** Who is in a cluster besides the servers. The names of those who may take part in a flow are those that flows have. */
const bystanders: Record<string, Endpoint> = {
    "ingress gateway": { namespace: "aks-istio-ingress", labels: gatewayLabels },
    "other pod of the ingress": {
        namespace: "aks-istio-ingress",
        labels: { istio: "aks-istio-ingressgateway-external" },
    },
    "cluster DNS": { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
    "other pod of the system": { namespace: "kube-system", labels: { "k8s-app": "metrics-server" } },
    "pod that says it is the gateway": { namespace: "default", labels: gatewayLabels },
    "pod that says it is DNS": { namespace: "default", labels: { "k8s-app": "kube-dns" } },
    node: { reserved: "host" },
    "other node": { reserved: "remote-node" },
    "API server": { reserved: "kube-apiserver" },
    world: { reserved: "world" },
    "metadata service": { address: "169.254.169.254" },
    "platform of Azure": { address: "168.63.129.16" },
};

/** Hosts whose names look like one that may be called. */
function lookAlikes(host: string): string[] {
    const [first = "", ...rest] = host.split(".");
    return [
        ...[
            `evil-${host}`,
            `${host}.evil.com`,
            `sub.${host}`,
            `${host}evil`,
            rest.join("."),
            `${first}-${rest.join(".")}`,
        ],
        `EVIL-${host.toUpperCase()}`,
    ];
}

function hostsOf(servers: DeclaredServer[]): string[] {
    return [...new Set(["login.microsoftonline.com", ...servers.flatMap(({ egress }) => egress)])];
}

function endpointsOf(servers: DeclaredServer[]): Record<string, Endpoint> {
    const pods = servers.flatMap((server): [string, Endpoint][] => {
        const namespace = namespaceOf(server);
        const labels = { "app.kubernetes.io/name": server.name };
        return [
            [namespace, { namespace, labels, namespaceLabels: { "mcp-tier": "tools" } }],
            [`other pod of ${namespace}`, { namespace, labels: { job: "other" } }],
        ];
    });
    const hosts = hostsOf(servers).flatMap((host) => [host, ...lookAlikes(host)]);
    const named = hosts.map((host): [string, Endpoint] => [host, { names: [host] }]);
    return { ...bystanders, ...Object.fromEntries([...pods, ...named]) };
}

/** What is looked at of a rule of an AuthorizationPolicy. */
interface IngressRule {
    to: { operation: { hosts: string[] } }[];
    when: { key: string; values: string[] }[];
}

const ports: Pick<Flow, "port" | "protocol">[] = [
    ...[22, 53, 80, 443, 8080, 8090, 8443, 10250].map((port) => ({ port, protocol: "TCP" as const })),
    ...[53, 123, 443, 8443].map((port) => ({ port, protocol: "UDP" as const })),
];

const lineOf = ({ from, to, port, protocol }: Flow) => `${from} -> ${to} ${protocol} ${port}`;

describe("the network policies of the servers, in Cilium's own engine", function () {
    this.timeout(60_000);
    let command: string;
    before(async () => {
        command = await ensureReachability({ env: process.env, log: () => {} });
    });

    /** All flows with a pod of a server at one end at least that are let through, each with the policies that do it. */
    async function reachability(servers: DeclaredServer[], policies = policiesOf(servers)): Promise<string[]> {
        const endpoints = endpointsOf(servers);
        const isServer = (name: string) => endpoints[name]?.namespace?.startsWith("mcp-");
        const names = Object.keys(endpoints);
        const flows = names.flatMap((from) =>
            names
                .filter((to) => isServer(from) || isServer(to))
                .flatMap((to) => ports.map((port): Flow => ({ from, to, ...port }))),
        );
        const answers = await judge(command, { policies, endpoints }, { flows });
        assert.deepEqual(answers.refused, {});
        return flows.flatMap((flow, index) => {
            const verdict = answers.flows[index] ?? assert.fail("a flow without answer");
            const by = [...verdict.egressBy, ...verdict.ingressBy];
            return verdict.egress && verdict.ingress ? [`${lineOf(flow)} by ${by}`] : [];
        });
    }

    /** What is declared, for each pod of each server. */
    function declared(servers: DeclaredServer[]): string[] {
        return servers.flatMap((server) => {
            const pods = namespaceOf(server);
            return declaredFlows(server).flatMap((flow) =>
                [pods, `other pod of ${pods}`].map((pod) => {
                    const [from, to] = [flow.from, flow.to].map((end) => (end === pods ? pod : end)) as [
                        string,
                        string,
                    ];
                    return `${lineOf({ ...flow, from, to })} by ${pods}/${flow.policy}`;
                }),
            );
        });
    }

    for (const [environment, servers] of environments) {
        it(`let through what is declared and nothing else, in ${environment}, also with more servers`, async () => {
            const all = [...servers, stock, clock];
            assert.deepEqual((await reachability(servers)).sort(), declared(servers).sort());
            assert.deepEqual((await reachability(all)).sort(), declared(all).sort());
        });
    }

    it("of a new server change nothing for the others", async () => {
        const [, servers] = environments[0] ?? assert.fail("no environment");
        const [few, more] = await Promise.all([reachability(servers), reachability([...servers, stock])]);
        const isNew = (line: string) => line.includes(namespaceOf(stock));
        assert.deepEqual(more.filter(isNew).length, 2 * declaredFlows(stock).length);
        assert.deepEqual(
            more.filter((line) => !isNew(line)),
            few,
        );
    });

    /** Whether a pod of the server reaches the hosts, on port 443. */
    async function reaches(server: DeclaredServer, hosts: Record<string, Endpoint>, policies = policiesOf([server])) {
        const from = namespaceOf(server);
        const endpoints = { [from]: { namespace: from }, ...hosts };
        const flows = Object.keys(hosts).map((to): Flow => ({ from, to, port: 443, protocol: "TCP" }));
        const answers = await judge(command, { policies, endpoints }, { flows });
        return Object.fromEntries(flows.map(({ to }, index) => [to, answers.flows[index]?.egress]));
    }

    it("take a name as the same in capitals, as DNS does", async () => {
        const host = "STOCK.contoso.EXAMPLE";
        assert.deepEqual(await reaches(stock, { [host]: { names: [host] } }), { [host]: true });
    });

    it("deny the addresses that every node answers, whatever name leads there", async () => {
        const names = ["stock.contoso.example", "login.microsoftonline.com"];
        const hosts = {
            metadata: { address: "169.254.169.254", names },
            platform: { address: "168.63.129.16", names },
            neighbour: { address: "169.254.169.253", names },
        };
        assert.deepEqual(await reaches(stock, hosts), { metadata: false, platform: false, neighbour: true });
    });

    it("let a pod ask the cluster's DNS for its own hosts only", async () => {
        const servers = [stock, clock];
        const candidates = [
            ...servers.flatMap(declaredNames),
            ...hostsOf(servers).flatMap(lookAlikes),
            // what a pod would search without the `ndots` of ours
            ...servers.flatMap((server) =>
                [`${namespaceOf(server)}.svc.`, "svc.", ""].flatMap((domain) =>
                    declaredNames(server).map((name) => `${name}.${domain}cluster.local`),
                ),
            ),
            ...["evil.com", "kubernetes.default.svc.cluster.local", "secret.cluster.local", "cluster.local"],
        ];
        const names = [...new Set(candidates)];
        for (const server of servers) {
            const lookups = names.flatMap((name) =>
                (["UDP", "TCP"] as const).map(
                    (protocol): Lookup => ({ from: namespaceOf(server), to: "cluster DNS", port: 53, protocol, name }),
                ),
            );
            const landscape = { policies: policiesOf(servers), endpoints: endpointsOf(servers) };
            const answers = await judge(command, landscape, { lookups });
            const allowed = lookups.filter((_, index) => answers.lookups[index]).map(({ name }) => name);
            assert.deepEqual([...new Set(allowed)].sort(), declaredNames(server).sort());
            assert.equal(allowed.length, 2 * declaredNames(server).length);
        }
    });

    it("are joined at the ingress gateway by one rule for each server, for its own host and audience", () => {
        const caller = (server: string) => ({ audience: `audience of ${server}`, gatewayPrincipalId: "gateway" });
        const argsOf = ({ name }: DeclaredServer) => ({
            internalDomain: "mcp.test",
            tenantId: "tenant",
            caller: caller(name),
        });
        const [, servers] = environments[0] ?? assert.fail("no environment");
        const all = [...servers, stock, clock];
        const policies = all.flatMap((server) =>
            Object.values(ingressPolicies(server.name, argsOf(server) as ServerNamespaceArgs)),
        );
        const gateway = { matchLabels: gatewayLabels };
        const { selector, rules } = meshRules["default-deny"].spec as { selector: object; rules?: object[] };
        assert.deepEqual([selector, rules], [gateway, undefined]);
        const authorizations = policies.filter(({ kind }) => kind === "AuthorizationPolicy");
        const rows = authorizations.map(({ metadata, spec }) => {
            const { action, selector, rules } = spec as { action: string; selector: object; rules: IngressRule[] };
            const [rule, ...more] = rules;
            assert.deepEqual([action, selector, more, rule?.to.length], ["ALLOW", gateway, [], 1]);
            const audience = rule?.when.find(({ key }) => key === "request.auth.claims[aud]")?.values;
            return [`${metadata.namespace}/${metadata.name}`, rule?.to[0]?.operation.hosts, audience];
        });
        assert.deepEqual(
            rows,
            all.map(({ name }) => [`aks-istio-ingress/${name}`, [`${name}.mcp.test`], [`audience of ${name}`]]),
        );
    });

    it("are told apart from those that the API server takes and Cilium does not", async () => {
        const spec = {
            endpointSelector: {},
            egress: [{ toFQDNs: [{ matchName: "stock.contoso.example" }], toCIDR: ["10.0.0.0/8"] }],
        };
        const metadata = { name: "mixed", namespace: "mcp-stock" };
        const policy = { apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy", metadata, spec };
        const { refused } = await judge(command, { policies: [policy], endpoints: {} }, {});
        assert.deepEqual(Object.keys(refused), ["CiliumNetworkPolicy/mcp-stock/mixed"]);
        // it names the two in any order
        assert.match(
            refused["CiliumNetworkPolicy/mcp-stock/mixed"] ?? "",
            /^Invalid CiliumNetworkPolicy spec: combining (ToFQDNs and ToCIDR|ToCIDR and ToFQDNs) is not supported yet$/,
        );
    });

    it("yield to a quarantine, and to nothing that only allows", async () => {
        const policy = (name: string, spec: object) => ({
            ...{ apiVersion: "cilium.io/v2", kind: "CiliumNetworkPolicy" },
            ...{ metadata: { name, namespace: "mcp-stock" }, spec: { endpointSelector: {}, ...spec } },
        });
        const everybody = { fromEntities: ["all"] };
        const everywhere = { toEntities: ["all"] };
        const quarantine = policy("quarantine", { ingressDeny: [everybody], egressDeny: [everywhere] });
        assert.deepEqual(await reachability([stock], [...policiesOf([stock]), quarantine]), []);
        const opened = policy("open", { egress: [everywhere] });
        const hosts = { metadata: { address: "169.254.169.254" }, other: { address: "192.0.2.1" } };
        assert.deepEqual(await reaches(stock, hosts, [...policiesOf([stock]), opened]), {
            metadata: false,
            other: true,
        });
    });

    it("cannot be judged with what the engine does not know", async () => {
        const landscape = { policies: [], endpoints: { node: { reserved: "host" } } };
        const flow: Flow = { from: "node", to: "nowhere", port: 1, protocol: "TCP" };
        await assert.rejects(judge(command, landscape, { flows: [flow] }), {
            message:
                'The policy engine of Cilium cannot judge: flow {From:node To:nowhere Port:1 Protocol:TCP}: no endpoint "nowhere"',
        });
        const policies = [{ apiVersion: "v1", kind: "Policy", metadata: { name: "odd" } }];
        await assert.rejects(judge(command, { policies, endpoints: {} }, {}), {
            message: "The policy engine of Cilium cannot judge: v1 Policy//odd is no policy that can be judged",
        });
    });
});
