/** A value as it travels between the engine and a provider: JSON, secrets unwrapped, {@link unknown} in previews. */
export type Value = null | boolean | number | string | Value[] | Properties;

export interface Properties {
    [name: string]: Value;
}

/** What the engine sends in place of a value that a preview cannot know (SDK runtime/rpc.js). */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Which parts of an object are secret: all of it, or some of its properties. Undefined: none. */
export type Secrets = true | { [name: string]: Secrets } | undefined;

/** The resource that a request is about. */
export interface Subject {
    urn: string;
    /** Type token, for example `azure-native:keyvault:Vault`. */
    type: string;
    /** Logical name: the last part of the URN. */
    name: string;
}

export interface CheckRequest extends Subject {
    /** Inputs of the last successful operation; undefined for a new or replaced resource. */
    oldInputs: Properties | undefined;
    inputs: Properties;
    /** See {@link ProviderPackage.acceptSecrets}. */
    secrets?: Secrets;
    /** 32 bytes that the engine draws anew for each registration. */
    randomSeed: Uint8Array;
}

export interface CheckResult {
    inputs: Properties;
    /** Sentences, one for each problem; the resource is refused when there are any. */
    failures: string[];
}

export interface DiffRequest extends Subject {
    id: string;
    oldInputs: Properties;
    oldOutputs: Properties;
    inputs: Properties;
    /** Property paths whose changes do not count. The engine has already put old inputs there. */
    ignoreChanges?: string[];
}

/** How the value at one property path changes, and whether that needs a new resource. */
export type Change = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface DiffResult {
    /** By property path (`properties.sku.name`, `items[0].id`); empty when nothing changes. */
    changes: Record<string, Change>;
    /** Whether the resource is updated also when nothing changes. */
    always?: boolean;
    deleteBeforeReplace: boolean;
}

export interface CreateRequest extends Subject {
    inputs: Properties;
    secrets?: Secrets;
    preview: boolean;
    signal: AbortSignal;
}

export interface UpdateRequest extends Subject {
    id: string;
    oldInputs: Properties;
    oldOutputs: Properties;
    inputs: Properties;
    secrets?: Secrets;
    ignoreChanges?: string[];
    preview: boolean;
    signal: AbortSignal;
}

export interface DeleteRequest extends Subject {
    id: string;
    oldInputs: Properties;
    oldOutputs: Properties;
    signal: AbortSignal;
}

export interface ReadRequest extends Subject {
    id: string;
    /** Absent when the resource is imported. */
    oldInputs: Properties | undefined;
    oldOutputs: Properties | undefined;
    /** Secrets among the old inputs. */
    secrets?: Secrets;
    signal: AbortSignal;
}

export interface CreateResult {
    /** Empty in a preview. */
    id: string;
    outputs: Properties;
}

export interface ReadResult {
    id: string;
    inputs: Properties;
    outputs: Properties;
}

/** One configured instance of a provider: what a `pulumi:providers:*` resource stands for. */
export interface ProviderInstance {
    check(request: CheckRequest): Promise<CheckResult>;
    diff(request: DiffRequest): Promise<DiffResult>;
    create(request: CreateRequest): Promise<CreateResult>;
    update(request: UpdateRequest): Promise<Properties>;
    delete(request: DeleteRequest): Promise<void>;
    /** Undefined when the resource no longer exists. */
    read(request: ReadRequest): Promise<ReadResult | undefined>;
    invoke(token: string, args: Properties): Promise<Properties>;
}

/** Keys of a configuration that change, and those of them that replace the provider with all its resources. */
export interface ConfigDiff {
    changes: string[];
    replaces: string[];
}

/** A resource provider package as the engine sees it. */
export interface ProviderPackage {
    /** Package name as in type tokens, for example `azure-native`. */
    name: string;
    /** Version that the engine is told: that of the SDK package in node_modules. */
    version: string;
    /**
     * Optional. Whether the package marks secrets in what it returns; requests then say which inputs are secret.
     * Default: the engine marks outputs that have the path of a secret input.
     */
    acceptSecrets?: boolean;
    /** Optional. One sentence for each problem of a configuration. */
    checkConfig?(config: Properties): string[];
    /** Optional. Default: a changed configuration is an update of the provider, never a replacement. */
    diffConfig?(oldConfig: Properties, config: Properties): ConfigDiff;
    /**
     * Makes an instance from the provider's configuration (keys without the package prefix). Throws {@link Refusal}.
     *
     * @param warn - Shows a warning beside a resource.
     */
    configure(config: Record<string, string>, warn?: (urn: string, message: string) => void): ProviderInstance;
}

/** An answer that the real service would give as an error: shown to the user as it is. */
export class Refusal extends Error {
    override readonly name = "Refusal";
}

/** The resource exists, but the operation that made it failed later: the engine keeps it, with the reasons. */
export class PartialFailure extends Error {
    override readonly name = "PartialFailure";

    constructor(
        readonly resource: { id: string; inputs: Properties; outputs: Properties },
        readonly reasons: string[],
    ) {
        super(reasons.join("; "));
    }
}
