import { namespaceOf } from "../server-namespace/names";
import { celString, type Expression } from "./cel";

/** How namespaces of servers begin. */
const prefix = namespaceOf("");

const server = `request.namespace.substring(${prefix.length})`;

/** Whether a host is that of the server in whose namespace something is written. */
export function isOwnHost(host: Expression): Expression {
    return `(request.namespace.startsWith(${celString(prefix)}) && ${host}.startsWith(${server} + "."))`;
}

/** Whether a host is a service in the namespace that something is written in, by its full name. */
export function isOwnService(host: Expression): Expression {
    return `${host}.endsWith("." + request.namespace + ".svc.cluster.local")`;
}
