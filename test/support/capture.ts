import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import {
    type RegisterResourceOutputsRequest,
    type RegisterResourceRequest,
    RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { getMonitor } from "@pulumi/pulumi/runtime/settings";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { parse } from "yaml";

// Everything that is not public API of @pulumi/pulumi is in this file.
const { getStore, withLocalStorage } = require("@pulumi/pulumi/runtime/state");

/** Stands in `inputs` where a preview does not know the value. */
export const UNKNOWN = "<unknown>";

/** A resource as the program registered it: what a Pulumi engine would have been told. */
export interface CapturedResource {
    type: string;
    name: string;
    urn: string;
    /** URN of the parent, or nothing for a resource at the top. */
    parent: string | undefined;
    custom: boolean;
    /** Inputs with secrets unwrapped; `secretPaths` and `unknownPaths` say where secrets and unknown values were. */
    // biome-ignore lint/suspicious/noExplicitAny: tests read inputs of every resource type
    inputs: any;
    /** Paths such as `properties.value` and `logs[0].category`, sorted. */
    secretPaths: string[];
    unknownPaths: string[];
    /** Nothing when the program did not say. */
    protect: boolean | undefined;
    retainOnDelete: boolean | undefined;
    ignoreChanges: string[];
    /** What is replaced, and not updated, when it changes; and whether the old goes before the new comes. */
    replaceOnChanges: string[];
    deleteBeforeReplace: boolean;
    /** Without the aliases that azure-native adds, some twenty for each type: the same resource by another API version. */
    aliases: string[];
    /** URN and id of the explicit provider, or nothing. */
    provider: string | undefined;
    customTimeouts: { create?: string; update?: string; delete?: string };
    /** URNs, sorted. */
    dependencies: string[];
    /** URNs by input, where there are any. */
    propertyDependencies: Record<string, string[]>;
}

/** What a program registered, in the order of registration. */
export class Capture {
    constructor(
        readonly resources: readonly CapturedResource[],
        /** Outputs that the program exported, as the engine is told; empty for a capture of components. */
        readonly outputs: Record<string, unknown> = {},
    ) {}

    /** `<type> <name>` of every resource that a provider manages, sorted. */
    typesAndNames(): string[] {
        return this.resources
            .filter(({ custom }) => custom)
            .map(({ type, name }) => `${type} ${name}`)
            .sort();
    }

    /** Names of the resources that each resource of a provider waits for, sorted. */
    waitsFor(): Record<string, string[]> {
        const names = new Map(this.resources.map(({ urn, name }) => [urn, name]));
        return Object.fromEntries(
            this.resources
                .filter(({ custom }) => custom)
                .map(({ name, dependencies }) => [name, dependencies.map((urn) => names.get(urn) ?? urn).sort()]),
        );
    }

    all(type: string): CapturedResource[] {
        return this.resources.filter((resource) => resource.type === type);
    }

    /** The only resource of the type, or of the type and name. */
    only(type: string, name?: string): CapturedResource {
        const found = this.all(type).filter((resource) => name === undefined || resource.name === name);
        const [first] = found;
        if (first === undefined || found.length > 1) {
            const wanted = name === undefined ? type : `${type} ${name}`;
            throw new Error(`There are ${found.length} resources ${wanted} among:\n${this.typesAndNames().join("\n")}`);
        }
        return first;
    }
}

export interface CaptureOptions {
    /** Optional. Whether outputs are unknown, as in the first preview of a stack. Default: false. */
    preview?: boolean;
    /**
     * Optional. Outputs of resources by name, where they are to be others than all resources of the type have. Default:
     * none.
     */
    outputs?: Record<string, Record<string, string>>;
}

/**
 * Runs `build` in a Pulumi runtime of its own and records what it registers, until everything has settled.
 *
 * @throws what `build` throws, and what fails later inside an output.
 */
export async function capture(build: () => unknown, options: CaptureOptions = {}): Promise<Capture> {
    return record(build, { ...options, project: "test", stack: "test", config: {} });
}

/** Runs infra/index.ts afresh with the configuration of stacks/Pulumi.<stack>.yaml. */
export async function captureProgram(
    stack: string,
    options: CaptureOptions & {
        /** Optional. Replaces values of the stack's configuration; `undefined` removes one. Default: none. */
        config?: Record<string, unknown>;
    } = {},
): Promise<Capture> {
    const project = readYaml("Pulumi.yaml");
    const config = stackConfiguration(project, stack, options.config ?? {});
    return record(() => pulumi.runtime.runInPulumiStack(async () => loadAfresh(join(root, "infra"), "index.ts")), {
        ...options,
        project: project.name,
        stack,
        config,
    });
}

const root = join(__dirname, "..", "..");

interface Run extends CaptureOptions {
    project: string;
    stack: string;
    config: Record<string, string>;
}

async function record(
    build: () => unknown,
    { preview = false, outputs: own = {}, project, stack, config }: Run,
): Promise<Capture> {
    const resources: CapturedResource[] = [];
    const outputs: Record<string, unknown> = {};
    const failures = new Failures();
    await withLocalStorage(async () => {
        await pulumi.runtime.setMocks(strictMocks, project, stack, preview);
        pulumi.runtime.setAllConfig(config);
        answerRegistrations(resources, outputs, preview, own);
        try {
            await build();
            await settled();
        } catch (error) {
            failures.add(error);
        } finally {
            // outputs that fail after the last registration are reported as unhandled rejections, one turn later
            await new Promise((resolve) => setImmediate(resolve));
            failures.stop();
        }
    });
    failures.throwFirst();
    return new Capture(resources, outputs);
}

/** Collects rejections that nobody handles, which the test runner would take for its own. */
class Failures {
    private readonly errors: unknown[] = [];
    private readonly listeners = process.listeners("unhandledRejection");
    private readonly collect = (error: unknown) => this.add(error);

    constructor() {
        process.removeAllListeners("unhandledRejection");
        process.on("unhandledRejection", this.collect);
    }

    add(error: unknown): void {
        this.errors.push(error);
    }

    stop(): void {
        process.off("unhandledRejection", this.collect);
        for (const listener of this.listeners) process.on("unhandledRejection", listener);
    }

    throwFirst(): void {
        if (this.errors.length > 0) throw this.errors[0];
    }
}

const sampleDomains = [
    { domainName: "contoso.com", verified: true },
    { domainName: "contoso.example", verified: true },
    { domainName: "unverified.example", verified: false },
];

/** What Azure gives whoever asks how to reach a cluster. */
const sampleKubeconfig = [
    "apiVersion: v1",
    "clusters:",
    "- cluster:",
    "    certificate-authority-data: c2FtcGxlIGF1dGhvcml0eQ==",
    "    server: https://aks-sample.private.westeurope.azmk8s.io:443",
    "  name: aks-sample",
    "",
].join("\n");

const strictMocks: pulumi.runtime.Mocks = {
    call: ({ token }) => {
        if (token === "azuread:index/getDomains:getDomains") return { domains: sampleDomains };
        if (token === "azure-native:containerservice:listManagedClusterUserCredentials") {
            return { kubeconfigs: [{ name: "clusterUser", value: Buffer.from(sampleKubeconfig).toString("base64") }] };
        }
        const details = `The program asked ${token}; programs under test ask nothing but the domains of the tenant and how to reach a cluster.`;
        throw Object.assign(new Error(details), { details }); // the SDK reads `details`, as of a gRPC error
    },
    newResource: ({ type, name }) => {
        throw new Error(`The program reads ${type} ${name}; programs under test read nothing.`);
    },
};

/** Every registration is recorded and answered with its own inputs; in a preview nothing else is known. */
function answerRegistrations(
    resources: CapturedResource[],
    outputs: Record<string, unknown>,
    preview: boolean,
    own: NonNullable<CaptureOptions["outputs"]>,
): void {
    // biome-ignore lint/suspicious/noExplicitAny: the declared monitor type lacks what the SDK calls
    const monitor = getMonitor() as any;
    monitor.registerResource = (
        request: RegisterResourceRequest,
        respond: (error: unknown, response: unknown) => void,
    ) => {
        const urn = monitor.newUrn(request.getParent(), request.getType(), request.getName());
        if (resources.some((resource) => resource.urn === urn)) {
            respond(new Error(`Duplicate resource URN ${urn}`), undefined);
            return;
        }
        resources.push(captured(urn, request));
        const response = new RegisterResourceResponse();
        response.setUrn(urn);
        if (request.getCustom() && !preview) response.setId(`${request.getName()}_id`);
        const inputs = (request.getObject()?.toJavaScript() ?? {}) as Record<string, JavaScriptValue>;
        const made = { ...generated(request), ...derived(request, inputs), ...own[request.getName()] };
        const outputs = preview ? inputs : merged(made, inputs);
        response.setObject(Struct.fromJavaScript(outputs));
        respond(null, response);
    };
    monitor.registerResourceOutputs = (
        request: RegisterResourceOutputsRequest,
        respond: (error: unknown, response: unknown) => void,
    ) => {
        if (request.getUrn().includes("::pulumi:pulumi:Stack::")) {
            Object.assign(outputs, new Unwrapped(request.getOutputs()?.toJavaScript() ?? {}).value);
        }
        respond(null, {});
    };
}

const sampleBytes = Buffer.alloc(32, 7);
/** What a capture answers for a random password. */
export const samplePassword = "R4nd0m".padEnd(64, "x");

/** Version that a capture answers for every key. */
export const sampleKeyVersion = "00112233445566778899aabbccddeeff";

/** Outputs that programs use and inputs do not give, by type. */
const generatedOutputs: Record<string, Record<string, JavaScriptValue>> = {
    "azure-native:apimanagement:ApiManagementService": {
        identity: { principalId: "55555555-5555-4555-8555-000000000003" },
        privateIPAddresses: ["10.20.5.5"],
    },
    "azure-native:app:ManagedEnvironment": { defaultDomain: "sample.westeurope.azurecontainerapps.io" },
    "azure-native:compute:DiskEncryptionSet": {
        identity: { principalId: "55555555-5555-4555-8555-000000000005" },
    },
    "azure-native:containerservice:ManagedCluster": {
        name: "aks-sample",
        oidcIssuerProfile: { issuerURL: "https://westeurope.oic.prod-aks.azure.com/sample/" },
        privateFQDN: "aks-sample.private.westeurope.azmk8s.io",
    },
    "azure-native:managedidentity:UserAssignedIdentity": {
        clientId: "55555555-5555-4555-8555-000000000001",
        principalId: "55555555-5555-4555-8555-000000000002",
    },
    "azure-native:network:PublicIPAddress": { ipAddress: "203.0.113.4" },
    "azuread:index/applicationRegistration:ApplicationRegistration": {
        clientId: "55555555-5555-4555-8555-000000000003",
    },
    "azuread:index/servicePrincipal:ServicePrincipal": { objectId: "55555555-5555-4555-8555-000000000004" },
    "random:index/randomBytes:RandomBytes": {
        base64: sampleBytes.toString("base64"),
        hex: sampleBytes.toString("hex"),
    },
    "random:index/randomPassword:RandomPassword": { result: samplePassword },
};

/** Outputs that programs use and that follow from inputs. */
function derived(
    request: RegisterResourceRequest,
    { vaultName, keyName }: Record<string, JavaScriptValue>,
): Record<string, JavaScriptValue> {
    return request.getType() === "azure-native:keyvault:Key"
        ? { keyUriWithVersion: `https://${vaultName}.vault.azure.net/keys/${keyName}/${sampleKeyVersion}` }
        : {};
}

/** Both, also inside of objects; what the program has said comes last. */
function merged(
    outputs: Record<string, JavaScriptValue>,
    inputs: Record<string, JavaScriptValue>,
): Record<string, JavaScriptValue> {
    const isPlain = (value: JavaScriptValue | undefined): value is Record<string, JavaScriptValue> =>
        typeof value === "object" && value !== null && !Array.isArray(value) && !(signature in value);
    const both = Object.entries(inputs).map(([name, value]): [string, JavaScriptValue] => {
        const output = outputs[name];
        return [name, isPlain(output) && isPlain(value) ? { ...output, ...value } : value];
    });
    return { ...outputs, ...Object.fromEntries(both) };
}

/** Secret where the program's SDK says so. */
function generated(request: RegisterResourceRequest): Record<string, JavaScriptValue> {
    const secrets = request.getAdditionalsecretoutputsList();
    return Object.fromEntries(
        Object.entries(generatedOutputs[request.getType()] ?? {}).map(([output, value]) => [
            output,
            secrets.includes(output) ? { [signature]: secretSignature, value } : value,
        ]),
    );
}

function captured(urn: string, request: RegisterResourceRequest): CapturedResource {
    const inputs = new Unwrapped(request.getObject()?.toJavaScript() ?? {});
    return {
        type: request.getType(),
        name: request.getName(),
        urn,
        parent: request.getParent() || undefined,
        custom: request.getCustom(),
        inputs: inputs.value,
        secretPaths: inputs.secretPaths.sort(),
        unknownPaths: inputs.unknownPaths.sort(),
        protect: request.hasProtect() ? request.getProtect() : undefined,
        retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
        ignoreChanges: request.getIgnorechangesList(),
        replaceOnChanges: request.getReplaceonchangesList(),
        deleteBeforeReplace: request.getDeletebeforereplace(),
        aliases: request.getAliasesList().flatMap((alias) => describeAlias(alias.toObject(), request.getParent())),
        provider: request.getProvider() || undefined,
        customTimeouts: timeouts(request),
        dependencies: request.getDependenciesList().sort(),
        propertyDependencies: Object.fromEntries(
            [...request.getPropertydependenciesMap().entries()]
                .map(([input, dependencies]): [string, string[]] => [input, dependencies.getUrnsList()])
                .filter(([, urns]) => urns.length > 0),
        ),
    };
}

function describeAlias({ urn, spec }: Alias.AsObject, parent: string): string[] {
    if (spec === undefined) return [urn];
    const sameButType = spec.name === "" && !spec.noparent && spec.parenturn === parent;
    return sameButType && spec.type.startsWith("azure-native:") ? [] : [JSON.stringify(spec)];
}

function timeouts(request: RegisterResourceRequest): CapturedResource["customTimeouts"] {
    const given = request.getCustomtimeouts();
    const durations = { create: given?.getCreate(), update: given?.getUpdate(), delete: given?.getDelete() };
    return Object.fromEntries(Object.entries(durations).filter(([, duration]) => duration));
}

// markers of the wire format: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const unknownMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Plain values, and where secrets and unknown values were among them. */
class Unwrapped {
    readonly secretPaths: string[] = [];
    readonly unknownPaths: string[] = [];
    readonly value: unknown;

    constructor(wire: unknown) {
        this.value = this.unwrap(wire, "");
    }

    private unwrap(wire: unknown, path: string): unknown {
        if (wire === unknownMarker) {
            this.unknownPaths.push(path);
            return UNKNOWN;
        }
        if (Array.isArray(wire)) return wire.map((item, index) => this.unwrap(item, `${path}[${index}]`));
        if (wire === null || typeof wire !== "object") return wire;
        const object = wire as Record<string, unknown>;
        if (object[signature] === secretSignature) {
            this.secretPaths.push(path);
            return this.unwrap(object.value, path);
        }
        return Object.fromEntries(
            Object.entries(object).map(([key, value]) => [
                key,
                this.unwrap(value, path === "" ? key : `${path}.${key}`),
            ]),
        );
    }
}

/** Until a whole turn passes without a new registration under way. */
async function settled(): Promise<void> {
    const { settings } = getStore();
    for (let last: unknown; last !== settings.rpcDone; ) {
        last = settings.rpcDone;
        await last;
        await new Promise((resolve) => setImmediate(resolve));
    }
}

function loadAfresh(folder: string, file: string): unknown {
    for (const path of Object.keys(require.cache)) {
        if (path.startsWith(join(folder, "/"))) delete require.cache[path];
    }
    return require(join(folder, file));
}

// biome-ignore lint/suspicious/noExplicitAny: shape of a file
function readYaml(file: string): any {
    return parse(readFileSync(join(root, file), "utf8"));
}

function stackConfiguration(
    // biome-ignore lint/suspicious/noExplicitAny: shape of a file
    project: any,
    stack: string,
    replaced: Record<string, unknown>,
): Record<string, string> {
    const inNamespace = (values: Record<string, unknown>) =>
        Object.entries(values).map(([key, value]): [string, unknown] => [
            key.includes(":") ? key : `${project.name}:${key}`,
            value,
        ]);
    const defaults = Object.fromEntries(
        Object.entries(project.config ?? {}).map(([key, declared]) => [
            key,
            (declared as { default?: unknown; value?: unknown } | null)?.default ??
                (declared as { value?: unknown } | null)?.value,
        ]),
    );
    const values = Object.fromEntries([
        ...inNamespace(defaults),
        ...inNamespace(readYaml(join("stacks", `Pulumi.${stack}.yaml`)).config ?? {}),
        ...inNamespace(replaced),
    ]);
    return Object.fromEntries(
        Object.entries(values)
            .filter(([, value]) => value !== undefined)
            .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    );
}
