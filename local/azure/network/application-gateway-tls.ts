import { textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put } from "../resource-type";

/** https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview */
export const predefinedPolicies = [
    "AppGwSslPolicy20150501",
    "AppGwSslPolicy20170401",
    "AppGwSslPolicy20170401S",
    "AppGwSslPolicy20220101",
    "AppGwSslPolicy20220101S",
];

/** Suites for TLS 1.2 that a CustomV2 policy may name; those of TLS 1.3 are always there and may not be named. */
const suitesOfCustomV2 = [
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
];

const propertiesOf: Record<string, string[]> = {
    Predefined: ["policyName"],
    Custom: ["minProtocolVersion", "cipherSuites"],
    CustomV2: ["minProtocolVersion", "cipherSuites"],
};

export function tlsPolicyIsWrong({ id, inputs }: Put): ArmError | undefined {
    const policy = valueAt(inputs, "sslPolicy");
    if (policy === undefined) {
        return undefined;
    }
    const type = textAt(policy, "policyType");
    if (type === undefined) {
        return invalid(
            "PropertyPolicyTypeRequired",
            `Property 'PolicyType' is required for 'SslPolicy' for Application Gateway ${id}.`,
        );
    }
    const foreign = ["policyName", "minProtocolVersion", "cipherSuites", "disabledSslProtocols"]
        .filter((property) => !propertiesOf[type]?.includes(property))
        .find((property) => valueAt(policy, property) !== undefined);
    if (foreign !== undefined) {
        const property = `${foreign[0]?.toUpperCase()}${foreign.slice(1)}`;
        return invalid(
            "PropertyNotSupportedForPolicyType",
            `Specified PolicyType '${type}' does not support property '${property}' for 'SslPolicy' for Application Gateway ${id}.`,
        );
    }
    if (type === "Predefined") {
        return textAt(policy, "policyName") === undefined
            ? invalid(
                  "PropertyPolicyNameRequired",
                  `Property 'PolicyName' is required for 'SslPolicy' for Application Gateway ${id}.`,
              )
            : undefined;
    }
    const floor = textAt(policy, "minProtocolVersion");
    const suites = textsAt(policy, "cipherSuites");
    const isV3 = floor === "TLSv1_3";
    const problem =
        (floor === undefined && "it needs minProtocolVersion") ||
        (type === "Custom" && isV3 && "TLSv1_3 needs the policyType CustomV2") ||
        (type === "CustomV2" && !isV3 && floor !== "TLSv1_2" && `CustomV2 has no ${floor}`) ||
        (isV3 && suites.length > 0 && "the cipher suites of TLSv1_3 are implied and cannot be named") ||
        (!isV3 && suites.length === 0 && "it needs cipherSuites") ||
        (type === "CustomV2" &&
            suites.some((suite) => !suitesOfCustomV2.includes(suite)) &&
            `CustomV2 has these cipherSuites only: ${suitesOfCustomV2.join(", ")}`);
    return problem
        ? invalid("Invalid", `The 'SslPolicy' of Application Gateway ${id} is invalid: ${problem}.`)
        : undefined;
}

function invalid(code: string, message: string): ArmError {
    return new ArmError(400, `ApplicationGatewaySslPolicy${code}`, message);
}
