// Keeps what is known of an incident in a blob that nobody changes. What cannot be read is named in it, and the job fails
// once it is kept.
//
//   INCIDENT_ID     ARM id of the incident
//   GATEWAY_ID      ARM id of API Management
//   CLUSTER_ID      ARM id of the cluster
//   NAMESPACES      names with spaces between, or nothing
//   CONTAINER_URI   address of the container
import { ask, askManager, run, variable } from "./azure.mjs";
import { connect, namespacesIn } from "./cluster.mjs";

const ofResponders = ["session-epoch", "blocked-principals", "throttled-principals", "risk-level"];

/** Objects by the path of their API group. Nothing that holds secrets. */
const objects = {
    "/api/v1": ["events", "pods", "serviceaccounts", "services"],
    "/apis/apps/v1": ["deployments", "replicasets"],
    "/apis/cilium.io/v2": ["ciliumnetworkpolicies"],
    "/apis/networking.k8s.io/v1": ["networkpolicies"],
    "/apis/rbac.authorization.k8s.io/v1": ["rolebindings", "roles"],
};

await run(async () => {
    // whoever attacks chooses names as well: one that is wrong must not cost the evidence
    const { namespaces, problems: missing } = namespacesIn(variable("NAMESPACES"));
    const incidentId = variable("INCIDENT_ID");
    /** What a function reads; what cannot be read is missing. */
    const attempt = async (read) => {
        try {
            return await read();
        } catch (error) {
            missing.push(error.message);
            return { missing: error.message };
        }
    };
    const about = (part, method = "POST") => askManager(method, `${incidentId}${part}?api-version=2024-09-01`);

    const incident = await about("", "GET");
    const evidence = {
        takenAt: new Date().toISOString(),
        incident,
        alerts: await attempt(() => about("/alerts")),
        entities: await attempt(() => about("/entities")),
        namedValues: await collect(ofResponders, (name) => attempt(() => namedValue(name))),
        namespaces: await attempt(() => inCluster(namespaces, attempt)),
        missing,
    };
    const blob = `${incident.properties.incidentNumber}/${evidence.takenAt.replaceAll(":", "-")}.json`;
    await keep(blob, evidence);
    if (missing.length > 0) throw new Error(`Kept ${blob}, without all of it: ${missing.join(" ")}`);
    return `Kept ${blob}.`;
});

async function namedValue(name) {
    const path = `${variable("GATEWAY_ID")}/namedValues/${name}`;
    return (await askManager("GET", `${path}?api-version=2024-05-01`)).properties.value;
}

async function inCluster(namespaces, attempt) {
    if (namespaces.length === 0) return {};
    const cluster = await connect(variable("CLUSTER_ID"));
    const kinds = Object.entries(objects).flatMap(([group, plurals]) => plurals.map((plural) => ({ group, plural })));
    return collect(namespaces, async (namespace) => {
        const lists = kinds.map(async ({ group, plural }) => [
            plural,
            await attempt(async () =>
                withoutValues((await cluster("GET", `${group}/namespaces/${namespace}/${plural}`)).items),
            ),
        ]);
        return Object.fromEntries(await Promise.all(lists));
    });
}

async function collect(names, read) {
    const entries = [];
    for (const name of names) entries.push([name, await read(name)]);
    return Object.fromEntries(entries);
}

/** Values of environment variables are left out, also in the copy of an object that kubectl keeps with it. */
function withoutValues(value) {
    if (Array.isArray(value)) return value.map(withoutValues);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value)
            .filter(([name]) => name !== "kubectl.kubernetes.io/last-applied-configuration")
            .map(([name, inner]) => [
                name,
                name === "env" && Array.isArray(inner)
                    ? inner.map(({ name: variable }) => ({ name: variable }))
                    : withoutValues(inner),
            ]),
    );
}

function keep(blob, evidence) {
    return ask("https://storage.azure.com/", "PUT", `${variable("CONTAINER_URI")}/${blob}`, {
        headers: {
            "x-ms-version": "2021-12-02",
            "x-ms-blob-type": "BlockBlob",
            "x-ms-legal-hold": "true",
            "If-None-Match": "*",
        },
        body: evidence,
    });
}
