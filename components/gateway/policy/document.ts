import { validateArguments } from "./arguments";
import { authorize } from "./authorization";
import { selectBackend } from "./backend";
import { signIn } from "./backend-credential";
import { shieldArguments } from "./content-safety";
import { cors } from "./cors";
import { onError } from "./errors";
import { checkHeaders } from "./header-agreement";
import { scrubHeaders } from "./headers";
import { limitByAddress, limitByCaller } from "./limits";
import { answerLists } from "./lists";
import { readMessage } from "./message";
import { allowMethods } from "./methods";
import { judgePrincipal } from "./principals";
import { filterResult } from "./results";
import type { PolicyServer } from "./server";
import { unwrapSession, wrapSession } from "./session";
import { validateToken } from "./token";
import { toolSchemaProblems } from "./tool-schema";
import { traceAllowed } from "./trace";
import { guardTransport } from "./transport";
import { initialVariables } from "./variables";
import { element, render } from "./xml";

/** Bytes that API Management takes: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-api-management-limits */
const largestDocument = 256 * 1024;

/**
 * The policy of the API of one server, complete and in the order in which it runs: what costs least refuses first, nothing
 * is decided before the token is checked, and nothing is forwarded before everything is. Nothing in it is unknown in a
 * preview: what Azure chooses comes in by named values.
 */
export function serverPolicy(server: PolicyServer): string {
    const base = element("base");
    return render(
        element(
            "policies",
            {},
            element(
                "inbound",
                {},
                base,
                ...cors(server),
                ...initialVariables(),
                ...scrubHeaders(),
                ...guardTransport(server),
                ...limitByAddress(server),
                ...validateToken(server),
                ...judgePrincipal(),
                ...readMessage(server),
                ...checkHeaders(),
                ...unwrapSession(server),
                ...allowMethods(server),
                ...authorize(server),
                ...limitByCaller(server),
                ...answerLists(server),
                ...validateArguments(server),
                ...shieldArguments(server),
                ...selectBackend(server),
                ...signIn(server),
            ),
            element("backend", {}, base),
            element("outbound", {}, base, ...wrapSession(server), ...filterResult(server), ...traceAllowed(server)),
            // what it inherits answers every error alike
            element("on-error", {}, ...onError(server), base),
        ),
    );
}

/** Sentences about everything for which no policy can be made; none when `serverPolicy` makes one that can be deployed. */
export function policyProblems(server: PolicyServer): string[] {
    const { tools, resources, prompts, scopes, roles } = server;
    const size = Buffer.byteLength(serverPolicy(server));
    return [
        ...rightProblems("scopes", scopes),
        ...rightProblems("roles", roles),
        ...twinProblems(
            "tools",
            "name",
            tools.map(({ name }) => name),
        ),
        ...twinProblems(
            "resources",
            "uri",
            resources.map(({ uri }) => uri),
        ),
        ...twinProblems(
            "prompts",
            "name",
            prompts.map(({ name }) => name),
        ),
        ...tools.flatMap(toolSchemaProblems),
        ...(size > largestDocument
            ? [
                  `The policy of ${server.name} has ${size} bytes, but API Management takes ${largestDocument}; shorten descriptions and schemas, or offer fewer tools.`,
              ]
            : []),
    ];
}

// names of rights are words of lists, and stand in challenges
function rightProblems(list: string, names: string[]): string[] {
    return names.flatMap((name, i) =>
        /^[A-Za-z0-9._-]+$/.test(name)
            ? []
            : [
                  `${list}[${i}] is ${JSON.stringify(name)}; it must be one or more letters, digits, dots, underscores and hyphens.`,
              ],
    );
}

// clients and servers that ignore letter case must not take one for the other
function twinProblems(list: string, member: string, names: string[]): string[] {
    const lower = names.map((name) => name.toLowerCase());
    return names.flatMap((name, i) => {
        const twin = lower.indexOf(name.toLowerCase());
        return twin < i
            ? [
                  `${list}[${i}].${member} is ${JSON.stringify(name)}, which ${list}[${twin}] has too; it must differ in more than case.`,
              ]
            : [];
    });
}
