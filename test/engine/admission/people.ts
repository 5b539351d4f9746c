import type { Requester } from "./requester";
import { namespace, responderGroupId } from "./sample-objects";

const everybody = "system:authenticated";

/** Azure's control plane. */
export const azure: Requester = { user: "aks", groups: ["system:masters", everybody] };

/** May do everything that roles allow, as the administrators of Azure's own role. */
export const administrator: Requester = { user: "admin@contoso.example", groups: ["administrators", everybody] };

/** Has what the namespace gives to its responders. */
export const responder: Requester = { user: "responder@contoso.example", groups: [responderGroupId, everybody] };

/** Has a role of Azure for shells, too, as responders get for a time. */
export const activeResponder: Requester = { ...responder, groups: [responderGroupId, "shells", everybody] };

/** Has that role, but is no responder. */
export const outsider: Requester = { user: "outsider@contoso.example", groups: ["shells", everybody] };

/** Asks for tokens of pods. */
export const node: Requester = { user: "system:node:tools-0", groups: ["system:nodes", "administrators", everybody] };

/** The server, to which somebody has given every right. */
export const serverAccount = accountIn(namespace, "orders");

/** A controller of Azure. */
export const controller = accountIn("kube-system", "controller");

/** What brings objects from a repository. */
export const flux = accountIn("flux-system", "kustomize-controller");

function accountIn(home: string, name: string): Requester {
    const groups = ["system:serviceaccounts", `system:serviceaccounts:${home}`, "administrators", everybody];
    return { user: `system:serviceaccount:${home}:${name}`, groups };
}
