import { lastSegment, sameId } from "../azure/arm-id";
import type { Cloud } from "../azure/cloud";
import { assignedIdentities } from "../azure/managed-identity/identity";
import type { Properties, Value } from "../provider/provider";
import { isObject, objectsAt, textAt, textsAt, valueAt } from "../provider/values";

/** Why a job cannot be started, or what of it the local cloud does not know. */
export class JobRefused extends Error {}

/** A job that is deployed, as one execution of it runs. */
export interface DeployedJob {
    /** ARM id. */
    id: string;
    name: string;
    location: string;
    environment: { id: string; name: string; subnetId: string };
    container: Container;
    /** Registries and ARM ids of the identities that pull from them. */
    registries: { server: string; identityId: string }[];
    /** ARM ids of the identities that the program can get tokens of. */
    identityIds: string[];
    timeoutSeconds: number;
    /** How often a replica that fails is tried again. */
    retryLimit: number;
}

export interface Container {
    name: string;
    image: string;
    /** Program and arguments. */
    command: string[];
    environment: Record<string, string>;
}

/**
 * What a job that is deployed runs with a template of the one who starts it, or without.
 *
 * @param template - Optional. What the request to start it says in the place of the job's own template: its containers are
 * taken as they are, nothing of the job's own is added.
 * https://learn.microsoft.com/azure/container-apps/jobs#start-a-job-execution-on-demand
 * @throws JobRefused when there is no such job, or something of it is not known here.
 */
export function deployedJob(cloud: Cloud, jobId: string, template?: Properties): DeployedJob {
    const found = cloud.find(jobId);
    if (found?.type !== "azure-native:app:Job") throw new JobRefused(`There is no job ${jobId}.`);
    const { id, body } = found;
    const environmentId = textAt(body, "environmentId") ?? "";
    const environment = cloud.find(environmentId);
    const subnetId = textAt(environment?.body, "vnetConfiguration.infrastructureSubnetId");
    if (subnetId === undefined) throw new JobRefused(`The environment of ${id} lies in no network.`);
    runsOnce(id, body);
    return {
        id,
        name: lastSegment(id),
        location: textAt(body, "location") ?? "",
        environment: { id: environmentId, name: lastSegment(environmentId), subnetId },
        container: containerOf(id, template ?? valueAt(body, "template")),
        registries: objectsAt(body, "configuration.registries").map((registry) => ({
            server: textAt(registry, "server") ?? "",
            identityId: textAt(registry, "identity") ?? "",
        })),
        identityIds: assignedIdentities(body).filter((identity) => isForProgram(identity, body)),
        timeoutSeconds: Number(valueAt(body, "configuration.replicaTimeout")),
        retryLimit: Number(valueAt(body, "configuration.replicaRetryLimit") ?? 0),
    };
}

/** https://learn.microsoft.com/azure/container-apps/managed-identity#control-managed-identity-availability */
function isForProgram(identity: string, body: Properties): boolean {
    const setting = objectsAt(body, "configuration.identitySettings").find((each) =>
        sameId(textAt(each, "identity") ?? "", identity),
    );
    return ["All", "Main"].includes(textAt(setting, "lifecycle") ?? "All");
}

function runsOnce(id: string, body: Properties): void {
    const trigger = ["manualTriggerConfig", "scheduleTriggerConfig", "eventTriggerConfig"]
        .map((name) => valueAt(body, `configuration.${name}`))
        .find((found) => found !== undefined);
    for (const property of ["parallelism", "replicaCompletionCount"]) {
        const count = valueAt(trigger, property) ?? 1;
        if (count !== 1) throw new JobRefused(`${id} has ${property} ${count}; here a job has one replica.`);
    }
}

const containerProperties = ["args", "command", "env", "image", "name", "resources"];

function containerOf(id: string, template: Value | undefined): Container {
    const { containers = [], ...others } = isObject(template) ? template : {};
    const extra = Object.entries(others).find(([, value]) => !(Array.isArray(value) && value.length === 0));
    if (extra) throw new JobRefused(`${id} is started with ${extra[0]}, which the local cloud does not run.`);
    const [container, second] = objectsAt({ containers }, "containers");
    if (container === undefined || second !== undefined) throw new JobRefused(`${id} must have one container here.`);
    const unknown = Object.keys(container).find((property) => !containerProperties.includes(property));
    if (unknown !== undefined) throw new JobRefused(`The container of ${id} has ${unknown}, which is not known here.`);
    const image = textAt(container, "image");
    if (image === undefined) throw new JobRefused(`The container of ${id} has no image.`);
    return {
        name: textAt(container, "name") ?? "",
        image,
        command: [...textsAt(container, "command"), ...textsAt(container, "args")],
        environment: environmentOf(id, container),
    };
}

function environmentOf(id: string, container: Properties): Record<string, string> {
    return Object.fromEntries(
        objectsAt(container, "env").map((variable) => {
            const name = textAt(variable, "name") ?? "";
            if (textAt(variable, "secretRef") !== undefined) {
                throw new JobRefused(`The variable ${name} of ${id} is a secret of the job, which is not known here.`);
            }
            // what changes how Node.js itself runs would change how the program is confined
            if (name.startsWith("NODE_")) {
                throw new JobRefused(`The variable ${name} of ${id} is one of Node.js, which is not known here.`);
            }
            return [name, textAt(variable, "value") ?? ""];
        }),
    );
}
