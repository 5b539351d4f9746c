import type { Tenant } from "../entra/tokens/tenant";
import type { ServiceAnswer } from "../private-endpoints/serve-answers";
import type { Protection } from "./immutability";
import { element, xml } from "./xml";

/** https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes */
function error(status: number, code: string, message: string): ServiceAnswer {
    return {
        status,
        headers: { "Content-Type": "application/xml", "x-ms-error-code": code },
        body: xml(element("Error", element("Code", code), element("Message", message))),
    };
}

/** The challenge that tells a client whose token to get, and for what. */
export function unauthorized({ graph }: Tenant, hasToken: boolean): ServiceAnswer {
    const refusal = error(
        401,
        hasToken ? "InvalidAuthenticationInfo" : "NoAuthenticationInformation",
        "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
    );
    const challenge = `Bearer authorization_uri=https://login.microsoftonline.com/${graph.seed.tenantId}/oauth2/authorize resource_id=https://storage.azure.com`;
    return { ...refusal, headers: { ...refusal.headers, "WWW-Authenticate": challenge } };
}

export function notPermitted(): ServiceAnswer {
    return error(
        403,
        "AuthorizationPermissionMismatch",
        "This request is not authorized to perform this operation using this permission.",
    );
}

export function containerNotFound(): ServiceAnswer {
    return error(404, "ContainerNotFound", "The specified container does not exist.");
}

export function blobNotFound(): ServiceAnswer {
    return error(404, "BlobNotFound", "The specified blob does not exist.");
}

export function blobExists(): ServiceAnswer {
    return error(409, "BlobAlreadyExists", "The specified blob already exists.");
}

export function missingHeader(header: string): ServiceAnswer {
    return error(
        400,
        "MissingRequiredHeader",
        `An HTTP header that's mandatory for this request is not specified: ${header}.`,
    );
}

/** What nobody changes or deletes yet. */
export function immutable(protection: Protection): ServiceAnswer {
    const reason = protection === "BlobImmutableDueToPolicy" ? "a policy" : "one or more legal holds";
    return error(409, protection, `This operation is not permitted as the blob is immutable due to ${reason}.`);
}
