import { limited, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import type { Fields } from "../schema";

/** Limits of the names in the path of what lies in an account. */
export function childNames(parameter: string): Fields {
    return {
        accountName: limited(string, { minLength: 2, maxLength: 64, pattern: "^[a-zA-Z0-9][a-zA-Z0-9_.-]*$" }),
        [parameter]: string,
    };
}

/**
 * An account takes one write of its children at a time, and the answer to a second one is final: the provider tries again
 * only in other words.
 */
export const oneAtATime: Pick<ResourceType, "serializedBy" | "busy"> = {
    serializedBy: "Microsoft.CognitiveServices/accounts",
    busy: (holder) =>
        new ArmError(
            409,
            "RequestConflict",
            `Another operation is being performed on the parent resource '${holder}'. Please try again later.`,
        ),
};

/** Only some kinds of accounts have deployments of models and their content filters. */
export function accountHasNoModels({ id, cloud }: Put): ArmError | undefined {
    const kind = textAt(cloud.find(parentOf(id))?.body, "kind") ?? "";
    return ["AIServices", "OpenAI"].includes(kind)
        ? undefined
        : new ArmError(
              400,
              "InvalidResourceKind",
              `An account of the kind ${kind} has no models: AIServices and OpenAI have.`,
          );
}

/** Whether the account has a child of the name. */
export function hasSibling({ id, cloud }: Put, collection: string, name: string): boolean {
    return cloud.exists(`${parentOf(id)}/${collection}/${name}`);
}
