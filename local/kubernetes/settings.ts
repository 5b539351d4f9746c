import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { type ConfigDiff, type Properties, Refusal, unknown, type Value } from "../provider/provider";
import type { Mutability } from "./force-new";
import { isObject, part } from "./object";

/** What a provider resource is configured with, as far as the local cloud looks at it. */
export interface Settings extends Mutability {
    /** Namespace of objects that name none. */
    namespace: string;
    /** Where manifests are written in place of a cluster; empty for a cluster. */
    renderDirectory: string;
    /** Write every manifest on each run, also when nothing changes. */
    alwaysRender: boolean;
    upsertExistingObjects: boolean;
    /** Take fields from other managers without asking. */
    patchForce: boolean;
}

const isOn = (value: Value | undefined) => value === true || value === "true";

export function readSettings(config: Record<string, string>): Settings {
    if (config.enableServerSideApply === "false") {
        throw new Refusal(
            "enableServerSideApply is false: the local cloud has server-side apply only. Leave the option out.",
        );
    }
    return {
        namespace: config.namespace ?? "",
        renderDirectory: config.renderYamlToDirectory ?? "",
        alwaysRender: isOn(config.alwaysRender),
        upsertExistingObjects: isOn(config.upsertExistingObjects),
        patchForce: isOn(config.enablePatchForce),
        configMapMutable: isOn(config.enableConfigMapMutable),
        secretMutable: isOn(config.enableSecretMutable),
    };
}

/** Options that say which cluster is meant. */
const clusterOptions = ["cluster", "context", "kubeconfig"];

/** In the words of the real provider. */
export function configProblems(config: Properties): string[] {
    if (config.renderYamlToDirectory) {
        return clusterOptions
            .filter((name) => config[name])
            .map((name) => `"${name}" arg is not compatible with "renderYamlToDirectory" arg`);
    }
    return isOn(config.alwaysRender) ? ['"alwaysRender" requires "renderYamlToDirectory" to be set'] : [];
}

/**
 * Which options change and which of them stand for other objects: another folder of manifests, another cluster, or one
 * that is not known yet, unless `clusterIdentifier` says that it is the same.
 */
export function configDiff(olds: Properties, news: Properties): ConfigDiff {
    const changes = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
        (name) => !isDeepStrictEqual(olds[name], news[name]),
    );
    if (changes.length === 0) {
        return { changes, replaces: [] };
    }
    const [identifier, oldIdentifier] = [news.clusterIdentifier, olds.clusterIdentifier];
    if (identifier !== undefined && identifier === oldIdentifier) {
        return { changes, replaces: [] };
    }
    const replaces = identifier !== undefined && oldIdentifier !== undefined ? ["clusterIdentifier"] : [];
    const unknownOption = clusterOptions.find((name) => news[name] === unknown);
    if (unknownOption !== undefined) {
        return { changes: [unknownOption], replaces: [...replaces, unknownOption] };
    }
    if (changes.includes("renderYamlToDirectory")) {
        replaces.push("renderYamlToDirectory");
    }
    const [oldCluster, cluster] = [activeCluster(olds), activeCluster(news)];
    if (oldCluster && cluster && !isDeepStrictEqual(oldCluster, cluster)) {
        replaces.push(...clusterOptions.filter((name) => changes.includes(name)));
    }
    return { changes, replaces };
}

/** URL of the API server that the kubeconfig names; undefined when it names none. */
export function serverOf(config: Properties): string | undefined {
    const server = activeCluster(config)?.server;
    return typeof server === "string" ? server : undefined;
}

/** The entry of the kubeconfig that is used; undefined when it has none, for example because it is a path. */
function activeCluster({ kubeconfig, context, cluster }: Properties): Properties | undefined {
    const parsed: Value = typeof kubeconfig === "string" ? parse(kubeconfig) : (kubeconfig ?? null);
    if (!isObject(parsed)) {
        return undefined;
    }
    const entry = (list: string, name: Value | undefined) =>
        ((parsed[list] ?? []) as Properties[]).find((candidate) => candidate.name === name);
    const active = entry("contexts", context ?? parsed["current-context"]);
    const found = active && entry("clusters", cluster ?? part(active, "context").cluster);
    return found && part(found, "cluster");
}
