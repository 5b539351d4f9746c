import { defineRelation, elements, get, type Resource, type Stack, some, text, unless } from "../../engine";
import { workload } from "./example-workload";
import { systemNamespaces } from "./namespace";

const deployment = "kubernetes:apps/v1:Deployment";
const budget = "kubernetes:policy/v1:PodDisruptionBudget";
const containers = "spec.template.spec.containers";
const liveness = `${containers}[].livenessProbe`;
const readiness = `${containers}[].readinessProbe`;
const initContainers = "spec.template.spec.initContainers";
const ofSidecars = ["restartPolicy", "livenessProbe", "readinessProbe"].map((path) => `${initContainers}[].${path}`);
const spread = "spec.template.spec.topologySpreadConstraints";
const labels = "spec.template.metadata.labels";
const namespace = "metadata.namespace";
const selector = "spec.selector";

const reads = [namespace, labels, spread, liveness, readiness, ...ofSidecars];

// for the examples
const probe = { httpGet: { path: "/ready", port: 8090 } };
const probed = { livenessProbe: probe, readinessProbe: probe };

/**
 * A server survives the loss of a node or a zone, and the update of either. Deployment safeguards of AKS refuse a pod with a
 * container that has not both probes. One that cannot be asked itself has those of another in the pod: a probe may go to any
 * port of it. Containers that prepare a pod end, so only those of them that go on, the sidecars, are meant. Jobs and the
 * agents of nodes, which end or are everywhere, are not meant, nor is what has to be in a namespace of Azure, where no
 * server is. https://learn.microsoft.com/azure/aks/deployment-safeguards
 */
export default defineRelation({
    id: "k8s-probes-pdb",
    title: "Servers are probed, spread and never evicted all at once",
    severity: "low",
    level: "advisory",
    practices: ["IR-4"],
    references: { azurePolicy: ["b1a9997f", "34c88cd4"], checkov: ["CKV_K8S_8", "CKV_K8S_9"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/best-practices-app-cluster-reliability",
    types: [deployment, "kubernetes:apps/v1:StatefulSet"],
    reads,
    // of what is no server; labels say which budgets are of a pod
    optional: reads.filter((path) => path !== labels),
    related: { [budget]: { required: [namespace, selector] } },
    why: "A server that hangs is called on, one whose pods are all on one node goes with it, and an update of the nodes evicts them together.",
    fix: "Give every container and sidecar a livenessProbe and a readinessProbe, the pod topologySpreadConstraints over nodes and zones, and the workload a PodDisruptionBudget in its namespace whose selector has labels of the pod.",
    check: (server, stack) =>
        systemNamespaces.includes(text(server, namespace))
            ? []
            : [
                  ...unless(
                      asked(server).every((each) => has(server, `${each}.livenessProbe`)),
                      liveness,
                      "a container goes on when it hangs",
                  ),
                  ...unless(
                      asked(server).every((each) => has(server, `${each}.readinessProbe`)),
                      readiness,
                      "the pods are called before they are ready",
                  ),
                  ...unless(
                      elements(server, initContainers).every(
                          (each) => isSidecar(server, each) || !isProbed(server, each),
                      ),
                      `${initContainers}[].restartPolicy`,
                      "the API server refuses probes of what is no sidecar",
                  ),
                  ...unless(elements(server, spread).length > 0, spread, "all pods may be on one node"),
                  ...unless(hasBudget(server, stack), labels, "an update may evict all pods at once"),
              ],
    examples: {
        compliant: [
            { server: server({}), budget: budgetOf({ matchLabels: { app: "orders" } }) },
            { server: { ...server({}), type: "kubernetes:apps/v1:StatefulSet" }, budget: budgetOf({}) },
            {
                server: server({
                    initContainers: [{ name: "prepares" }, { name: "sidecar", restartPolicy: "Always", ...probed }],
                }),
                budget: budgetOf({}),
            },
        ],
        violating: [
            { server: server({}) },
            { server: server({}), budget: budgetOf({ matchLabels: { app: "invoices" } }) },
            { server: server({ topologySpreadConstraints: [] }), budget: budgetOf({}) },
            { server: server({ containers: [{ name: "server" }] }), budget: budgetOf({}) },
            {
                server: server({
                    containers: [
                        { name: "server", ...probed },
                        { name: "other", livenessProbe: probe },
                    ],
                }),
                budget: budgetOf({}),
            },
            {
                server: server({
                    initContainers: [{ name: "sidecar", restartPolicy: "Always", readinessProbe: probe }],
                }),
                budget: budgetOf({}),
            },
            ...[{ livenessProbe: probe }, { readinessProbe: probe }].map((probes) => ({
                server: server({ initContainers: [{ name: "prepares", ...probes }] }),
                budget: budgetOf({}),
            })),
        ],
    },
});

/** Paths of the containers that run as long as their pod. */
function asked(server: Resource): string[] {
    const sidecars = elements(server, initContainers).filter((each) => isSidecar(server, each));
    return [...elements(server, containers), ...sidecars];
}

/** https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers */
function isSidecar(server: Resource, container: string): boolean {
    return text(server, `${container}.restartPolicy`) === "Always";
}

function isProbed(server: Resource, container: string): boolean {
    return ["livenessProbe", "readinessProbe"].some((probe) => has(server, `${container}.${probe}`));
}

function has(server: Resource, path: string): boolean {
    return get(server, path) !== undefined;
}

function hasBudget(server: Resource, stack: Stack): boolean {
    return some(
        stack.ofType(budget),
        (each) => text(each, namespace) === text(server, namespace) && selects(each, Object(get(server, labels))),
    );
}

/** An empty selector selects all pods of a namespace. Whether an expression selects one is left open. */
function selects(each: Resource, labels: Record<string, unknown>): boolean {
    const { matchLabels = {}, matchExpressions = [] } = Object(get(each, selector));
    return (
        matchExpressions.length === 0 && Object.entries(matchLabels).every(([name, value]) => labels[name] === value)
    );
}

function server(changes: object) {
    const spec = {
        containers: [{ name: "server", ...probed }],
        topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "DoNotSchedule" },
        ],
        ...changes,
    };
    return workload(deployment, spec, { labels: { app: "orders" } });
}

function budgetOf(labelSelector: object) {
    const metadata = { name: "orders", namespace: "mcp-orders" };
    return { type: budget, inputs: { metadata, spec: { maxUnavailable: 1, selector: labelSelector } } };
}
