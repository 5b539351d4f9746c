import { ApplicationRegistration } from "@pulumi/azuread/applicationRegistration";
import type * as pulumi from "@pulumi/pulumi";

/**
 * An application of this tenant alone, with tokens of version 2 and without implicit grant. It has no password and no
 * certificate, and nothing here gives it one. Serves practices MUST-1, 2.1, 2.3 and 7.2.
 *
 * @param purpose What the application is for. Another purpose is another application: what was issued for the one is
 * never accepted for the other.
 */
export function register(
    name: string,
    { displayName, purpose }: { displayName: string; purpose: string },
    parent: pulumi.Resource,
): ApplicationRegistration {
    return new ApplicationRegistration(
        `${name}-registration`,
        {
            displayName,
            notes: purpose,
            signInAudience: "AzureADMyOrg",
            requestedAccessTokenVersion: 2,
            implicitAccessTokenIssuanceEnabled: false,
            implicitIdTokenIssuanceEnabled: false,
        },
        { parent, replaceOnChanges: ["notes"] },
    );
}
