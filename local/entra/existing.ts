import { Refusal } from "../provider/provider";

/** What most types say about an object that is there already. `type` is the Terraform name. */
export function alreadyExists(type: string, id: string): Refusal {
    return new Refusal(
        `[id] A resource with the ID "${id}" already exists: To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for "${type}" for more information.`,
    );
}

/** What the types say that are parts of an application. */
export function partAlreadyExists(type: string, id: string): Refusal {
    return new Refusal(
        `a resource with the ID "${id}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "${type}" for more information`,
    );
}
