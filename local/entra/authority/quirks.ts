import { TokenError } from "../tokens/token-error";

/** A rule of Entra that other authorization servers do not have, or put otherwise. */
interface Quirk {
    /** Number after `AADSTS`. */
    code: number;
    /** Word of OAuth. */
    error: string;
    /** What Entra says, with names in braces. */
    text: string;
    /** Optional. What a client can do about it. Default: none. */
    suberror?: "basic_action";
}

/**
 * Rules of the endpoints where people sign in and clients get tokens; those of the tokens themselves are in `tokens`.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const quirks = {
    // which tenant
    unknownTenant: {
        code: 90002,
        error: "invalid_request",
        text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
    },
    singleTenant: {
        code: 50194,
        error: "invalid_request",
        text: "Application '{clientId}'({displayName}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such applications created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.",
    },
    notForConsumers: {
        code: 9002332,
        error: "invalid_request",
        text: "Application '{clientId}'({displayName}) is configured for use by Microsoft Entra users only. Please do not use the /consumers endpoint to serve this request.",
    },
    // which method
    otherMethod: {
        code: 900561,
        error: "invalid_request",
        text: "The endpoint only accepts {valid} requests. Received a {received} request.",
    },
    // where to send people
    unknownRedirectUri: {
        code: 50011,
        error: "invalid_request",
        text: "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.",
    },
    noRedirectUri: { code: 900971, error: "invalid_request", text: "No reply address provided." },
    otherRedirectUri: {
        code: 500112,
        error: "invalid_grant",
        text: "The reply address '{redirectUri}' does not match the reply address '{expected}' provided when requesting Authorization code.",
    },
    // kinds of clients
    spaWithoutOrigin: {
        code: 9002327,
        error: "invalid_request",
        text: "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    },
    originWithoutSpa: {
        code: 9002326,
        error: "invalid_request",
        text: "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
    },
    publicClientWithCredential: {
        code: 700025,
        error: "invalid_client",
        text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    },
    // proof that who asked is who redeems
    noCodeChallenge: {
        code: 9002325,
        error: "invalid_request",
        text: "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
    },
    codeChallengeMethod: { code: 50149, error: "invalid_request", text: "Invalid Code_Challenge_method parameter." },
    codeChallengeSize: { code: 501491, error: "invalid_request", text: "Invalid size of Code_Challenge parameter." },
    otherCodeVerifier: {
        code: 501481,
        error: "invalid_grant",
        text: "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
    },
    // what is asked for
    responseType: {
        code: 70005,
        error: "unsupported_response_type",
        text: "The app requested an unsupported response type '{responseType}'.",
    },
    idTokenResponse: {
        code: 700054,
        error: "unsupported_response_type",
        text: "response_type 'id_token' is not enabled for the application.",
    },
    responseMode: {
        code: 70007,
        error: "invalid_request",
        text: "'{responseMode}' is not a supported value of 'response_mode' when requesting a token.",
    },
    strictResource: {
        code: 9010010,
        error: "invalid_target",
        text: "The resource parameter provided in the request doesn't match with the requested scopes.",
    },
    appOnlyScope: {
        code: 1002012,
        error: "invalid_scope",
        text: "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).",
    },
    claims: { code: 90100, error: "invalid_request", text: "claims parameter is empty or not valid." },
    // the sign-in
    nobodyIsSignedIn: {
        code: 50058,
        error: "login_required",
        text: "A silent sign-in request was sent but no user is signed in.",
    },
    otherBrowser: {
        code: 165000,
        error: "invalid_request",
        text: "Invalid Request: The request tokens do not match the user context. Do not copy the user context values (cookies; form fields; headers) between different requests or user sessions; always maintain the ALL of the supplied values across a complete single user flow. Failure Reasons:[Token values do not match;]",
    },
    signInExpired: { code: 50089, error: "invalid_request", text: "Authentication failed due to flow token expired." },
    declined: { code: 65004, error: "access_denied", text: "User declined to consent to access the app." },
    adminConsent: {
        code: 90094,
        error: "access_denied",
        text: "An administrator of {tenant} has set a policy that prevents you from granting {displayName} the permissions it is requesting. Contact an administrator, who can grant permissions to this app on your behalf.",
    },
    // Conditional Access
    strongerSignIn: {
        code: 50076,
        error: "invalid_grant",
        text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'.",
        suberror: "basic_action",
    },
    deviceNotCompliant: {
        code: 53000,
        error: "invalid_grant",
        text: "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.",
    },
    blocked: {
        code: 53003,
        error: "invalid_grant",
        text: "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    },
    // codes and refresh tokens
    unreadableGrant: {
        code: 9002313,
        error: "invalid_grant",
        text: "Invalid request. Request is malformed or invalid.",
    },
    grantOfOther: { code: 70000, error: "invalid_grant", text: "Provided grant is invalid or malformed." },
    codeExpired: {
        code: 70008,
        error: "invalid_grant",
        text: "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
    },
    codeRedeemed: {
        code: 54005,
        error: "invalid_grant",
        text: "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
    },
    refreshTokenExpired: {
        code: 700082,
        error: "invalid_grant",
        text: "The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for 90.00:00:00.",
    },
    refreshTokenOfSpaExpired: {
        code: 700084,
        error: "invalid_grant",
        text: "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {issued}.",
    },
} as const satisfies Record<string, Quirk>;

/** The error of a rule, with values for the names in its text. */
export function refusal(rule: keyof typeof quirks, values: Record<string, string> = {}): TokenError {
    const { code, error, text, suberror }: Quirk = quirks[rule];
    const said = text.replace(/\{(\w+)\}/g, (name, key: string) => values[key] ?? name);
    return new TokenError(code, error, said, suberror);
}
