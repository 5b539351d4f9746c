import type { DeployedApi, DeployedOperation } from "../deployed";

/** What a request is for. */
export interface Route {
    api: DeployedApi;
    operation: DeployedOperation;
    /** Path below the API, as sent. */
    rest: string;
}

/**
 * Finds the API with the longest path that a request's path begins with, and its operation, the one with the fewest
 * parameters. Neither letter case nor a slash at the end makes a difference:
 * https://learn.microsoft.com/azure/api-management/add-api-manually
 */
export function findRoute(apis: readonly DeployedApi[], method: string, pathname: string): Route | undefined {
    const segments = segmentsOf(pathname);
    const [api] = apis
        .filter(({ path }) => beginsWith(segments, segmentsOf(path)))
        .toSorted((one, other) => segmentsOf(other.path).length - segmentsOf(one.path).length);
    if (api === undefined) return undefined;
    const depth = segmentsOf(api.path).length;
    const [operation] = api.operations
        .filter((each) => each.method === method && matches(segments.slice(depth), segmentsOf(each.urlTemplate)))
        .toSorted((one, other) => parametersOf(one) - parametersOf(other));
    return (
        operation && {
            api,
            operation,
            rest: `/${pathname
                .split("/")
                .slice(depth + 1)
                .join("/")}`,
        }
    );
}

/** Why a template cannot be matched here; undefined when it can. */
export function templateProblem(urlTemplate: string): string | undefined {
    const known = /^(\/([^/{}*?]+|\{[^/{}*?]+\}))*\/?$/.test(urlTemplate);
    return known ? undefined : `The template "${urlTemplate}" has more than names and {parameters} as segments.`;
}

function segmentsOf(path: string): string[] {
    return path
        .split("/")
        .filter((segment, index, all) => segment !== "" || (index > 0 && index < all.length - 1))
        .map((segment) => decoded(segment).toLowerCase());
}

function decoded(segment: string): string {
    try {
        return decodeURIComponent(segment);
    } catch {
        return segment;
    }
}

function beginsWith(segments: string[], path: string[]): boolean {
    return path.every((segment, index) => segments[index] === segment);
}

function matches(segments: string[], template: string[]): boolean {
    return (
        segments.length === template.length &&
        template.every((segment, index) => isParameter(segment) || segment === segments[index])
    );
}

function parametersOf({ urlTemplate }: DeployedOperation): number {
    return segmentsOf(urlTemplate).filter(isParameter).length;
}

function isParameter(segment: string): boolean {
    return segment.startsWith("{");
}
