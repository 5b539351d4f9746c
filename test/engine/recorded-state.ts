import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Deployment, ResourceState } from "../../local/recovery/deployment";
import type { LocalRun, ProjectChange } from "../support/local-run";

/** State of the cluster and its servers as version 0.1.0 left it. */
const file = join(__dirname, "..", "locks", "cluster-state.dev.json");

const stateOf = (local: LocalRun) => join(local.home, "state", ".pulumi", "stacks", "zero-trust-mcp", "dev.json");

const manifestsOf = (local: LocalRun) => join(local.folder, "manifests");

/** Stands in the record for the folder of the manifests. */
const folderName = "<manifests>";

/** Manifests in place of an API server, which a preview of changes does not need. */
export function rendered(local: LocalRun): NonNullable<ProjectChange["configuration"]> {
    return [
        [["cluster", "delivery"], "rendered"],
        [["cluster", "manifestFolder"], manifestsOf(local)],
    ];
}

/** Writes down what the state has of the cluster and of a server in it. */
export async function record(local: LocalRun): Promise<void> {
    const { resources = [] } = await deploymentOf(local);
    const recorded = resources.filter(isRecorded);
    const urns = new Set(recorded.map(({ urn }) => urn));
    const alone = recorded.map((resource) => without(resource, urns));
    const text = JSON.stringify(alone, undefined, 1).replaceAll(manifestsOf(local), folderName);
    await writeFile(file, `${text}\n`);
}

/** Puts it into the state of a stack that has nothing yet. */
export async function restore(local: LocalRun): Promise<void> {
    const text = (await readFile(file, "utf8")).replaceAll(folderName, manifestsOf(local));
    const checkpoint = JSON.parse(await readFile(stateOf(local), "utf8"));
    checkpoint.checkpoint.latest.resources = JSON.parse(text);
    await writeFile(stateOf(local), JSON.stringify(checkpoint));
}

async function deploymentOf(local: LocalRun): Promise<Deployment> {
    return JSON.parse(await readFile(stateOf(local), "utf8")).checkpoint.latest;
}

/** What lasts, what stands for it in the state, and a workload. */
function isRecorded({ type, urn }: ResourceState): boolean {
    const isOfCluster = /zero-trust-mcp:index:(Cluster|ServerNamespace)(\$|::)/.test(urn);
    return (
        /^pulumi:(pulumi:Stack|providers:)/.test(type) ||
        (isOfCluster &&
            /:(AgentPool|Cluster|Deployment|DiskEncryptionSet|ManagedCluster|Namespace|ServerNamespace|UserAssignedIdentity)$/.test(
                type,
            )) ||
        urn.endsWith("::zero-trust-mcp:index:McpServer::orders")
    );
}

/** What it depends on is there only as far as it is recorded, too. */
function without(resource: ResourceState, urns: ReadonlySet<string>): object {
    const known = (list: string[] = []) => list.filter((urn) => urns.has(urn));
    const { dependencies, propertyDependencies, sourcePosition, stackTrace, created, modified, ...rest } =
        resource as ResourceState & {
            dependencies?: string[];
            propertyDependencies?: Record<string, string[]>;
            [whereAndWhen: string]: unknown;
        };
    return {
        ...rest,
        dependencies: known(dependencies),
        propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies ?? {}).map(([input, list]) => [input, known(list)]),
        ),
    };
}
