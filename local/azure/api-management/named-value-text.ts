import { isObject, textAt } from "../../provider/values";
import type { Cloud, Stored } from "../cloud";
import type { SecretAnswer } from "../key-vault/secret-versions";
import { readReferredSecret } from "./vault-reference";

/**
 * What a policy finds in a named value: its text, or that which its vault answers the service now. A service has a new
 * version within four hours (https://learn.microsoft.com/azure/api-management/api-management-howto-properties), here it
 * has it at once; and what it does when a vault does not answer any more is not documented, here it has no text then.
 *
 * @throws when the key of the local cloud is lost.
 */
export function namedValueText({ id, body }: Stored, cloud: Cloud): SecretAnswer {
    if (isObject(body.keyVault)) {
        return readReferredSecret(body.keyVault, id, cloud);
    }
    const value = textAt(body.secret === true ? cloud.unsealed(id) : body, "value");
    return value === undefined ? { problem: `No value of ${id} is kept.` } : { value };
}
