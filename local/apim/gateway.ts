import type { PolicyScope } from "./check-policy";
import type { Coverage } from "./coverage";
import type { DeployedService, PolicyDocument } from "./deployed";
import type { PolicyLanguage } from "./language";
import { answer, type GatewayAnswer } from "./pipeline/answer";
import { begin, type GatewayRequest } from "./pipeline/begin";
import { type CompiledPolicy, compilePolicy } from "./pipeline/compile";
import { internalError, type PoliciesOf, run } from "./pipeline/run";
import { newRuntime, type Runtime } from "./pipeline/runtime";
import { referenceProblems, serviceProblems } from "./pipeline/service-problems";
import type { Surroundings } from "./surroundings";

export type { GatewayAnswer } from "./pipeline/answer";
export type { GatewayRequest } from "./pipeline/begin";
export type { RequestRecord } from "./pipeline/record";

export interface GatewayOptions {
    language: PolicyLanguage;
    surroundings: Surroundings;
    /** Optional. Takes note of what runs. Default: none. */
    coverage?: Coverage;
}

/** A gateway of API Management that serves what is deployed. Its counters survive a change of what is deployed. */
export class Gateway {
    readonly #options: GatewayOptions;
    readonly #runtime: Runtime;
    #service: DeployedService | undefined;
    #policies: ReadonlyMap<string, CompiledPolicy> = new Map();

    constructor(options: GatewayOptions) {
        this.#options = options;
        this.#runtime = newRuntime(options.surroundings);
    }

    /**
     * Takes what is deployed now; documents whose text is the same are not compiled anew.
     * @throws one error that lists every problem of every document; then the former stays in effect.
     */
    deploy(service: DeployedService): void {
        const problems = serviceProblems(service, this.#runtime.schemas);
        const policies = new Map<string, CompiledPolicy>();
        for (const [document, scope] of documentsOf(service)) {
            const compilation = this.#compile(document, scope);
            if ("problems" in compilation) {
                problems.push(
                    ...compilation.problems.map(
                        ({ line, column, construct, message }) =>
                            `${document.id}:${line}:${column} ${construct}: ${message}`,
                    ),
                );
            } else {
                policies.set(document.id, compilation.policy);
                problems.push(...referenceProblems(compilation.policy, service));
            }
        }
        if (problems.length > 0) throw new Error(["The policies cannot be deployed:", ...problems].join("\n"));
        this.#service = service;
        this.#policies = policies;
    }

    #compile(document: PolicyDocument, scope: PolicyScope) {
        const known = this.#policies.get(document.id);
        if (known?.document.text === document.text && known.scope === scope) return { policy: known };
        const { language, coverage } = this.#options;
        return compilePolicy(document, scope, language, coverage);
    }

    /** Answers a request. What our code does wrong is an answer with the status 500 and a defect in the record. */
    async handle(request: GatewayRequest): Promise<GatewayAnswer> {
        const service = this.#service;
        if (service === undefined) throw new Error("Nothing is deployed that a gateway could serve.");
        const policies = this.#policies;
        const policiesOf: PoliciesOf = (api, operation) =>
            [operation?.policy, api?.policy, service.policy]
                .filter((document) => document !== undefined)
                .map((document) => compiled(document, policies));
        const [exchange, url] = begin(request, service, this.#runtime);
        try {
            return await answer(exchange, await run(exchange, url, policiesOf));
        } catch (defect) {
            exchange.record.defect = defect;
            return answer(exchange, internalError(exchange));
        }
    }
}

function compiled({ id }: PolicyDocument, policies: ReadonlyMap<string, CompiledPolicy>): CompiledPolicy {
    const policy = policies.get(id);
    if (policy === undefined) throw new Error(`The policy ${id} is new since the service was deployed.`);
    return policy;
}

function documentsOf({ policy, apis }: DeployedService): [PolicyDocument, PolicyScope][] {
    return [
        ...scoped("global", policy),
        ...apis.flatMap((api) => [
            ...scoped("api", api.policy),
            ...api.operations.flatMap((operation) => scoped("operation", operation.policy)),
        ]),
    ];
}

function scoped(scope: PolicyScope, document: PolicyDocument | undefined): [PolicyDocument, PolicyScope][] {
    return document ? [[document, scope]] : [];
}
