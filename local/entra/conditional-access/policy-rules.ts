import type { Properties } from "../../provider/provider";
import { textAt, textsAt } from "../../provider/values";
import type { Directory } from "../directory";
import { GraphError } from "../graph-error";
import { namedLocationIds } from "../ids";
import { servicePrincipalsOf } from "../service-principals/principals";

/** What Graph refuses in a policy. That it does is documented, its texts are not: these are ours. */
export function policyProblem(policy: Properties, graph: Directory): GraphError | undefined {
    return controlsAreMissing(policy) ?? referenceIsMissing(policy, graph);
}

function controlsAreMissing({ grantControls, sessionControls }: Properties): GraphError | undefined {
    return grantControls === undefined && sessionControls === undefined
        ? badRequest("The policy has neither grant controls nor session controls that have an effect.")
        : undefined;
}

/** Ids of what a policy may refer to, and words that are none. */
interface Reference {
    kind: string;
    paths: string[];
    words: string[];
    exists(id: string, graph: Directory): boolean;
}

const references: Reference[] = [
    {
        kind: "User",
        paths: ["conditions.users.includedUsers", "conditions.users.excludedUsers"],
        words: ["All", "None", "GuestsOrExternalUsers"],
        exists: (id, graph) => graph.principal(id)?.type === "User",
    },
    {
        kind: "Group",
        paths: ["conditions.users.includedGroups", "conditions.users.excludedGroups"],
        words: [],
        exists: (id, graph) => graph.principal(id)?.type === "Group",
    },
    {
        kind: "Application",
        paths: ["conditions.applications.includedApplications", "conditions.applications.excludedApplications"],
        words: ["All", "None", "Office365", "MicrosoftAdminPortals"],
        exists: (id, graph) => servicePrincipalsOf(graph, id).length > 0,
    },
    {
        kind: "Named location",
        paths: ["conditions.locations.includedLocations", "conditions.locations.excludedLocations"],
        words: ["All", "AllTrusted"],
        exists: (id, graph) => graph.find(namedLocationIds.format(id)) !== undefined,
    },
];

function referenceIsMissing(policy: Properties, graph: Directory): GraphError | undefined {
    const strength = textAt(policy, "grantControls.authenticationStrengthPolicyId");
    if (strength !== undefined && !hasStrength(strength, graph)) {
        return badRequest(`Authentication strength '${strength}' does not exist in the directory.`);
    }
    const problems = references.flatMap(({ kind, paths, words, exists }) =>
        paths
            .flatMap((path) => textsAt(policy, path))
            .filter((id) => !words.includes(id) && !exists(id, graph))
            .map((id) => badRequest(`${kind} '${id}' does not exist in the directory.`)),
    );
    return problems[0];
}

/** One that was made, or one that every tenant has. */
function hasStrength(id: string, graph: Directory): boolean {
    const objectId = id.slice(id.lastIndexOf("/") + 1);
    return graph.find(id) !== undefined || Object.values(graph.seed.authenticationStrengths).includes(objectId);
}

function badRequest(message: string): GraphError {
    return new GraphError(400, "BadRequest", message);
}
