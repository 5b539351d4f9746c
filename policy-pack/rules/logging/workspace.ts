import { type Link, nameAt } from "../../engine";
import { targetAt, targetNamed } from "./target";

export const workspaceType = "operationalinsights:Workspace";

const target = targetNamed("Microsoft.OperationalInsights/workspaces", "workspaceName");

/** From resources of a type to the workspace that they name. */
export function inWorkspace(type: string): Link {
    const names = nameAt("workspaceName");
    return { type, input: "workspaceName", names, to: workspaceType, nameOf: names };
}

/** From resources of a type to the workspace whose id is one of their inputs. */
export function toWorkspace(type: string, input: string): Link {
    return { type, input, names: targetAt(input), to: workspaceType, nameOf: target };
}
