import type { DeployedService } from "../deployed";
import { positionOf } from "../policy/text";
import type { CompiledPolicy } from "./compile";
import { templateProblem } from "./routing";
import type { Schemas } from "./schemas";

/** What a service has, apart from its policies, that cannot be served; as sentences. */
export function serviceProblems({ apis, schemas }: DeployedService, compiled: Schemas): string[] {
    const templates = apis.flatMap(({ name, operations }) =>
        operations.flatMap((operation) => {
            const problem = templateProblem(operation.urlTemplate);
            return problem === undefined ? [] : [`API ${name}, operation ${operation.name}: ${problem}`];
        }),
    );
    return [...templates, ...[...schemas].flatMap(([name, schema]) => schemaProblem(name, schema, compiled))];
}

function schemaProblem(name: string, schema: object, compiled: Schemas): string[] {
    try {
        compiled.compile(schema);
        return [];
    } catch (error) {
        return [`Schema ${name}: ${error instanceof Error ? error.message : String(error)}`];
    }
}

/** What a policy refers to that the service does not have; as sentences with the place. */
export function referenceProblems({ document, references }: CompiledPolicy, service: DeployedService): string[] {
    const names = { "named value": service.namedValues, backend: service.backends, schema: service.schemas };
    return references
        .filter(({ kind, name }) => !names[kind].has(name))
        .map(({ kind, name, offset, construct }) => {
            const { line, column } = positionOf(document.text, offset);
            return `${document.id}:${line}:${column} ${construct}: There is no ${kind} ${name}.`;
        });
}
