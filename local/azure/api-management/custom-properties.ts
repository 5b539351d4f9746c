import { isObject } from "../../provider/values";
import type { ArmError } from "../arm-error";
import type { Put } from "../resource-type";
import { validationError } from "./service-of";

const prefix = "Microsoft.WindowsAzure.ApiManagement.Gateway.";

/**
 * What can be switched: protocols, ciphers that Azure does not need itself, and access by being trusted.
 * https://learn.microsoft.com/rest/api/apimanagement/api-management-service/create-or-update
 */
const names = [
    "Protocols.Server.Http2",
    // https://learn.microsoft.com/azure/api-management/breaking-changes/trusted-service-connectivity-retirement-march-2026
    "ManagedIdentity.DisableOverPrivilegedAccess",
    ...["Ssl30", "Tls10", "Tls11"].flatMap((version) => [
        `Security.Protocols.${version}`,
        `Security.Backend.Protocols.${version}`,
    ]),
    ...[
        ...["TripleDes168", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"],
        ...["TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"],
        ...["TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256"],
        ...["TLS_RSA_WITH_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_256_CBC_SHA256", "TLS_RSA_WITH_AES_256_GCM_SHA384"],
    ].map((cipher) => `Security.Ciphers.${cipher}`),
].map((name) => prefix + name);

export function customPropertyIsWrong({ inputs }: Put): ArmError | undefined {
    const given = isObject(inputs.customProperties) ? Object.entries(inputs.customProperties) : [];
    const unknown = given.find(([name]) => !names.includes(name));
    if (unknown) {
        return validationError(
            `'${unknown[0]}' of customProperties can be set to no value. Those that can are: ${names.join(", ")}.`,
        );
    }
    const wrong = given.find(([, value]) => !/^(true|false)$/i.test(String(value)));
    return wrong
        ? validationError(`'${wrong[0]}' of customProperties must be True or False, but is ${wrong[1]}.`)
        : undefined;
}
