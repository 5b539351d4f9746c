// The Kubernetes objects that OBJECTS lists, by logical name, each with the names of those that come first and options; secrets as `{ "secret": value }`, what a preview does not know as `{ "later": value }`.
import { CustomResource as Definition } from "@pulumi/kubernetes/apiextensions/customResource";
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { ConfigMap, ConfigMapPatch, Namespace, Pod, Secret, ServicePatch } from "@pulumi/kubernetes/core/v1";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { unknown } from "@pulumi/pulumi/output";

interface Declared {
    apiVersion: string;
    kind: string;
    dependsOn?: string[];
    /** Owns some fields of an object that somebody else has made. */
    patch?: boolean;
    options?: pulumi.CustomResourceOptions;
    // biome-ignore lint/suspicious/noExplicitAny: the tests declare wrong objects, too
    [property: string]: any;
}

type Class = new (name: string, args: object, options: object) => pulumi.CustomResource;

const classes = {
    ConfigMap,
    ConfigMapPatch,
    Deployment,
    Namespace,
    NetworkPolicy,
    Pod,
    Secret,
    ServicePatch,
} as Record<string, unknown>;

function withMarks(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(withMarks);
    }
    if (value === null || typeof value !== "object") {
        return value;
    }
    const { secret, later, ...rest } = value as { secret?: unknown; later?: unknown };
    if (later !== undefined) {
        return pulumi.output(pulumi.runtime.isDryRun() ? unknown : later);
    }
    return secret === undefined
        ? Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, withMarks(inner)]))
        : pulumi.secret(secret);
}

const { objects, provider: configuration } = JSON.parse(process.env.OBJECTS ?? "{}") as {
    objects: Record<string, Declared>;
    provider?: object;
};
const provider = new Provider("cluster", withMarks(configuration ?? {}) as object);
const declared: Record<string, pulumi.CustomResource> = {};
for (const [name, { options, patch, dependsOn: dependencies = [], ...object }] of Object.entries(objects)) {
    const args = withMarks(object) as Declared;
    const dependsOn = dependencies.map((other) => declared[other] as pulumi.CustomResource);
    const Class = (classes[patch ? `${args.kind}Patch` : args.kind] ?? Definition) as Class;
    declared[name] = new Class(name, args, { provider, ...options, dependsOn });
}
