// What the SDK knows and does not offer, in one place. Its version is pinned, and test/engine asks the real one.
import { type ResourceValidationArgs, type ResourceValidationPolicy, UnknownValueError } from "@pulumi/policy";
import {
    AnalyzeRequest,
    type AnalyzeResponse,
    AnalyzerResourceOptions,
    EnforcementLevel,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { unknown, type Value } from "./value";

/** How a policy that is not switched off is configured. */
export interface Configured {
    level: "mandatory" | "advisory";
    values: object;
}

/**
 * Level and values of each policy, as the engine has configured them; none for one that is switched off.
 *
 * The SDK tells a policy its own values only, and nobody the levels; but it applies both to whatever policy of the name
 * it runs. So it runs one here that reports once, and says the level in its answer.
 */
export async function configuredPolicies(names: readonly string[]): Promise<Map<string, Configured>> {
    const values = new Map<string, object>();
    const policies = names.map(
        (name): ResourceValidationPolicy => ({
            name,
            description: name,
            validateResource: (args, report) => {
                values.set(name, args.getConfig());
                report(name);
            },
        }),
    );
    const request = new AnalyzeRequest();
    request.setProperties(new Struct());
    request.setOptions(new AnalyzerResourceOptions());
    const response = await new Promise<AnalyzeResponse>((resolve, reject) =>
        makeAnalyzeRpcFun(
            "",
            "",
            "mandatory",
            policies,
        )({ request }, (error, answer) => (answer === undefined ? reject(error) : resolve(answer))),
    );
    return new Map(
        response.getDiagnosticsList().map((diagnostic) => {
            const name = diagnostic.getPolicyname();
            const isAdvisory = diagnostic.getEnforcementlevel() === EnforcementLevel.ADVISORY;
            return [name, { level: isAdvisory ? "advisory" : "mandatory", values: values.get(name) ?? {} }];
        }),
    );
}

type AnalyzeCall = (
    call: { request: AnalyzeRequest },
    callback: (error: unknown, answer: AnalyzeResponse | undefined) => void,
) => void;

const {
    makeAnalyzeRpcFun,
}: {
    makeAnalyzeRpcFun(pack: string, version: string, level: string, policies: ResourceValidationPolicy[]): AnalyzeCall;
} = require("@pulumi/policy/server");

/**
 * Makes the SDK read the inputs of a resource once instead of once for every policy, which takes most of the time of a
 * large pack. No policy may change the inputs that it is given.
 */
export function readInputsOnce(): void {
    const reader: { deserializeProperties(properties: object, keepSecrets: boolean): object } =
        require("@pulumi/policy/deserialize");
    const read = reader.deserializeProperties;
    const kept = new WeakMap<object, object>();
    reader.deserializeProperties = (properties, keepSecrets) => {
        if (keepSecrets) return read(properties, keepSecrets);
        const before = kept.get(properties);
        if (before !== undefined) return before;
        const inputs = read(properties, keepSecrets);
        kept.set(properties, inputs);
        return inputs;
    };
}

/** A report at a level of its own. The SDK takes such an object, though its types do not say so. */
export function atLevel(level: "mandatory" | "advisory", message: string, urn?: string): string {
    return { message, enforcementLevel: level, urn } as unknown as string;
}

/** What an exported state has in place of a secret when it is analysed without the stack's passphrase. */
const hiddenSecret = "[secret]";

/**
 * Inputs as plain data. The SDK's proxies throw when something unknown is read, which would end a rule at the first
 * one; here every reading is caught, once for all rules.
 */
export function plain(inputs: ResourceValidationArgs["props"]): Value {
    if (Array.isArray(inputs)) {
        const elements = Array.from({ length: inputs.length }, (_, index) => member(inputs, index));
        return elements.filter((element) => element !== undefined);
    }
    const members = Object.keys(inputs).flatMap((name): [string, Value][] => {
        const value = member(inputs, name);
        return value === undefined ? [] : [[name, value]];
    });
    return Object.fromEntries(members);
}

function member(owner: object, key: string | number): Value | undefined {
    let value: boolean | number | string | object | null | undefined;
    try {
        value = Reflect.get(owner, key);
    } catch (error) {
        if (error instanceof UnknownValueError) return unknown;
        throw error;
    }
    if (value === null || value === undefined) return undefined;
    if (value === hiddenSecret) return unknown;
    return typeof value === "object" ? plain(value) : value;
}
