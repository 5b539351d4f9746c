import { armTypeOf, isBelow, lastSegment, parentOf, sameId } from "../azure/arm-id";
import type { Stored } from "../azure/cloud";
import { milliseconds } from "../duration";
import type { Properties } from "../provider/provider";
import { isObject, objectsAt, textAt, valueAt } from "../provider/values";
import type { CircuitBreakerRule, DeployedApi, DeployedBackend, DeployedService, PolicyDocument } from "./deployed";

/** Text of a named value; undefined when nobody can read it. */
export type TextOfNamedValue = (namedValue: Stored) => string | undefined;

const service = "Microsoft.ApiManagement/service";

/**
 * Every service of API Management that is deployed.
 *
 * @param resources - Everything that is deployed in Azure.
 * @throws an error that lists what is deployed and cannot be served.
 */
export function readDeployed(resources: Stored[], textOf: TextOfNamedValue): DeployedService[] {
    const problems: string[] = [];
    const services = resources
        .filter(({ id }) => isOfType(id, service))
        .map((each) =>
            readService(
                each,
                resources.filter(({ id }) => isBelow(id, each.id)),
                resources,
                textOf,
                problems,
            ),
        );
    if (problems.length > 0) {
        throw new Error(
            ["This is deployed, and the local gateway cannot serve it:", ...problems.map((each) => `  ${each}`)].join(
                "\n",
            ),
        );
    }
    return services;
}

/** Resources of a service that change what a request meets and that are not served, with what to do. */
const unserved: Readonly<Record<string, string>> = {
    [`${service}/policyFragments`]: "no policy of the subset includes a fragment",
    [`${service}/products/policies`]: "policies of products are not in the subset",
    [`${service}/gateways`]: "self-hosted gateways are not served",
    [`${service}/workspaces`]: "workspaces are not served",
};

function readService(
    { id, body }: Stored,
    below: Stored[],
    resources: Stored[],
    textOf: TextOfNamedValue,
    problems: string[],
): DeployedService {
    const ofType = (type: string) => below.filter((each) => isOfType(each.id, `${service}/${type}`));
    for (const each of below) {
        const reason = unserved[armTypeOf(each.id)];
        if (reason !== undefined) problems.push(`${each.id}: ${reason}.`);
    }
    const read = (document: Stored | undefined) => document && readPolicy(document, problems);
    const policyOf = (owner: string) => below.find((each) => isPolicyOf(each.id, owner));
    const apis = ofType("apis").map((api): DeployedApi => {
        const properties = propertiesOf(api);
        const type = textAt(properties, "apiType") ?? textAt(properties, "type") ?? "http";
        return {
            name: lastSegment(api.id),
            type,
            path: trimmed(textAt(properties, "path") ?? ""),
            subscriptionRequired: properties.subscriptionRequired !== false,
            ...withPolicy(read(policyOf(api.id))),
            operations:
                type === "mcp"
                    ? mcpOperations(properties)
                    : ofType("apis/operations")
                          .filter((operation) => isBelow(operation.id, api.id))
                          .map((operation) => ({
                              name: lastSegment(operation.id),
                              method: textAt(operation.body, "method") ?? "",
                              urlTemplate: textAt(operation.body, "urlTemplate") ?? "",
                              ...withPolicy(read(policyOf(operation.id))),
                          })),
        };
    });
    return {
        id,
        name: lastSegment(id),
        location: textAt(body, "location") ?? "",
        hosts: objectsAt(body, "hostnameConfigurations")
            .filter(({ type }) => type === "Proxy")
            .map((host) => (textAt(host, "hostName") ?? "").toLowerCase()),
        ...(textAt(body, "virtualNetworkConfiguration.subnetResourceId") !== undefined && {
            subnetId: textAt(body, "virtualNetworkConfiguration.subnetResourceId") ?? "",
        }),
        identities: new Map(identitiesOf(body, resources)),
        ...withPolicy(read(policyOf(id))),
        apis,
        backends: new Map(ofType("backends").map((each) => [lastSegment(each.id), readBackend(each)])),
        schemas: new Map(
            ofType("schemas").map((each) => [lastSegment(each.id), valueAt(propertiesOf(each), "document") as object]),
        ),
        namedValues: new Map(
            ofType("namedValues").flatMap((each): [string, string][] => {
                const text = textOf(each);
                return text === undefined ? [] : [[textAt(each.body, "displayName") ?? "", text]];
            }),
        ),
    };
}

/** The SDK has no type for some; those hold what ARM calls properties as it is. */
function propertiesOf({ body }: Stored): Properties {
    const inner = valueAt(body, "properties");
    return isObject(inner) ? inner : body;
}

function withPolicy(policy: PolicyDocument | undefined): { policy?: PolicyDocument } {
    return policy === undefined ? {} : { policy };
}

function readPolicy({ id, body }: Stored, problems: string[]): PolicyDocument {
    const format = textAt(body, "format") ?? "xml";
    if (format !== "xml") problems.push(`${id}: its format is ${format}; send it as xml, which any parser reads.`);
    return { id, text: textAt(body, "value") ?? "" };
}

function isPolicyOf(id: string, owner: string): boolean {
    return /\/policies\/policy$/i.test(id) && sameId(parentOf(id), owner);
}

/** An API of the type MCP has no operations of its own: one endpoint takes all methods of its transport. */
function mcpOperations(properties: Properties): DeployedApi["operations"] {
    return objectsAt(properties, "mcpProperties.endpoints").flatMap((endpoint) =>
        ["POST", "GET", "DELETE"].map((method) => ({
            name: textAt(endpoint, "name") ?? "",
            method,
            urlTemplate: textAt(endpoint, "uriTemplate") ?? "/",
        })),
    );
}

function identitiesOf(body: Properties, resources: Stored[]): [clientId: string, { principalId: string }][] {
    const assigned = valueAt(body, "identity.userAssignedIdentities");
    return Object.keys(isObject(assigned) ? assigned : {}).flatMap((id): [string, { principalId: string }][] => {
        const identity = resources.find((each) => sameId(each.id, id))?.body;
        const [clientId, principalId] = [textAt(identity, "clientId"), textAt(identity, "principalId")];
        return clientId !== undefined && principalId !== undefined ? [[clientId, { principalId }]] : [];
    });
}

function readBackend({ id, body }: Stored): DeployedBackend {
    const [rule] = objectsAt(body, "circuitBreaker.rules").map(readRule);
    return { name: lastSegment(id), url: textAt(body, "url") ?? "", ...(rule && { circuitBreaker: rule }) };
}

function readRule(rule: Properties): CircuitBreakerRule {
    return {
        name: textAt(rule, "name") ?? "",
        count: Number(valueAt(rule, "failureCondition.count")),
        intervalSeconds: milliseconds(textAt(rule, "failureCondition.interval") ?? "") / 1000,
        statusCodeRanges: objectsAt(rule, "failureCondition.statusCodeRanges").map(({ min, max }) => ({
            min: Number(min),
            max: Number(max),
        })),
        tripSeconds: milliseconds(textAt(rule, "tripDuration") ?? "") / 1000,
        acceptRetryAfter: rule.acceptRetryAfter === true,
    };
}

function isOfType(id: string, type: string): boolean {
    return sameId(armTypeOf(id), type);
}

function trimmed(path: string): string {
    return path.replace(/^\/+|\/+$/g, "");
}
