import assert from "node:assert/strict";
import { type Element, render } from "../../../../components/gateway/policy/xml";
import type { DeployedService, PolicyDocument } from "../../../../local/apim/deployed";

/** What is deployed otherwise than the components deploy it. */
export type Change = (service: DeployedService) => DeployedService;

/** The service when the statements of a module are not in the policy of the server. */
export function without(...modules: Element[][]): Change {
    return all(...modules.map((statements) => instead(statements, [])));
}

/** The service when the policy of the server has other statements in the place of those of a module. */
export function instead(statements: Element[], others: Element[]): Change {
    const found = inSection(statements);
    assert.notEqual(found, "");
    return inDocument("server", (text) => replaceOnce(text, found, inSection(others)));
}

/** The service when a policy has another text in one place. */
export function inDocument(id: string, change: (text: string) => string): Change {
    const changed = (policy: PolicyDocument): PolicyDocument => {
        if (policy.id !== id) return policy;
        const text = change(policy.text);
        assert.notEqual(text, policy.text, `Nothing of the policy ${id} is changed.`);
        return { ...policy, text };
    };
    return (service) => ({
        ...service,
        ...(service.policy && { policy: changed(service.policy) }),
        apis: service.apis.map((api) => ({
            ...api,
            ...(api.policy && { policy: changed(api.policy) }),
            operations: api.operations.map((operation) => ({
                ...operation,
                ...(operation.policy && { policy: changed(operation.policy) }),
            })),
        })),
    });
}

export function all(...changes: Change[]): Change {
    return (service) => changes.reduce((changed, change) => change(changed), service);
}

export function replaceOnce(text: string, found: string, other: string): string {
    const parts = text.split(found);
    assert.equal(parts.length, 2, `The policy has this ${parts.length - 1} times: ${found.slice(0, 200)}`);
    return parts.join(other);
}

// as they stand in a section of a document
function inSection(statements: Element[]): string {
    return statements.map((statement) => render(statement, 2)).join("");
}
