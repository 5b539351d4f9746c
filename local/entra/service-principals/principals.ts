import { textAt } from "../../provider/values";
import type { Directory, Entry } from "../directory";
import { servicePrincipalIds } from "../ids";

/** What stands for an application in the tenant: at most one. */
export function servicePrincipalsOf(graph: Directory, clientId: string): Entry[] {
    const isOne = ({ path, body }: Entry) => path === servicePrincipalIds.format(textAt(body, "objectId") ?? "");
    return graph
        .below("/servicePrincipals")
        .filter(isOne)
        .filter(({ body }) => textAt(body, "clientId")?.toLowerCase() === clientId.toLowerCase());
}

/** Paths of a service principal and of the roles that it has elsewhere; those that it gives lie below it. */
export function withAssignments(graph: Directory, path: string): string[] {
    const [objectId] = servicePrincipalIds.parse(path);
    const elsewhere = graph
        .below("/servicePrincipals")
        .filter(({ body }) => textAt(body, "principalObjectId") === objectId);
    return [path, ...elsewhere.map((assignment) => assignment.path)];
}
